/** Sorts what the compiler says: errors of types, what is unused, exports that are not as they were. */
import { CANARY_LINE, EXPORT_TESTS, testAtLine } from './export-test.ts';

export interface Compiled {
  /** null: nothing was emitted. */
  javaScript: string | null;
  /** In the answer itself. */
  typeErrors: string[];
  /** Locals, parameters, private members and imports that are never used. */
  unused: string[];
  /** Exports of the starter that are missing or of another type, each with the reason. */
  lostExports: { name: string; why: string }[];
  /** Public members that the starter's classes do not have. */
  extraMembers: string[];
}

/** "is declared but never used" and its like: warnings to most editors, no errors of types. */
const UNUSED_CODES = [6133, 6138, 6192, 6196, 6198, 6199, 6205];

interface Diagnostic {
  file: string;
  line: number;
  code: number;
  text: string;
}

export function readDiagnostics(said: string): Omit<Compiled, 'javaScript'> {
  const diagnostics = said.split('\n').flatMap(readDiagnostic);
  const [own, ofTest] = ['request-kit.ts', 'export-test.ts'].map((file) =>
    diagnostics.filter((diagnostic) => diagnostic.file === file),
  ) as [Diagnostic[], Diagnostic[]];
  const [unused, typeErrors] = partition(own, ({ code }) => UNUSED_CODES.includes(code));
  const wasTested = ofTest.some(({ line }) => line === CANARY_LINE);
  const tests = ofTest.flatMap(({ line, text }) => {
    const test = testAtLine(line);
    return test === undefined ? [] : [{ ...test, text }];
  });
  const [ofExports, ofMembers] = partition(tests, ({ asks }) => asks === 'export');
  const lostNames = new Map(ofExports.map(({ name, text }) => [name, text]));
  return {
    typeErrors: typeErrors.map(describe),
    unused: unused.map(describe),
    lostExports: wasTested ? [...lostNames].map(([name, why]) => ({ name, why })) : ALL_LOST,
    // A class that is missing has no members that are too many.
    extraMembers: ofMembers
      .filter(({ name }) => !lostNames.has(name))
      .map(({ name, text }) => `${name}: ${text}`),
  };
}

const ALL_LOST = EXPORT_TESTS.map(({ name }) => ({ name, why: 'the file does not parse' }));

/** A line that goes on with the one before is indented. */
function readDiagnostic(text: string): Diagnostic[] {
  const match = /^([\w.-]+)\((\d+),\d+\): error TS(\d+): (.*)$/.exec(text);
  if (!match) return [];
  const [, file = '', line, code, message = ''] = match;
  return [{ file, line: Number(line), code: Number(code), text: message }];
}

function describe({ line, text }: Diagnostic): string {
  return `line ${line}: ${text}`;
}

function partition<T>(all: T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}
