/** Source + language -> the mutants: each parses, none is the original, no two are the same. */
import { createHash } from 'node:crypto';
import { type Proposal, proposeEdits } from './operators.ts';
import { createParser, languageOf } from './syntax-tree.ts';

export interface Mutant {
  /** Operator and a hash of the line and the edit: stays when other lines change. */
  id: string;
  operator: string;
  /** Path of the file of the answer. */
  file: string;
  line: number;
  before: string;
  after: string;
  /** The whole file, broken. */
  source: string;
}

/** Files in a language that no operator knows have none. */
export async function createMutants(file: string, source: string): Promise<Mutant[]> {
  const language = languageOf(file);
  if (!language) return [];
  const parse = await createParser(language);
  const original = parse(source);
  if (original.hasError) throw new Error(`${file} does not parse as ${language}, so it cannot be mutated.`);
  const proposals = distinct(await proposeEdits(original.root, language), source);
  const mutants = proposals
    .filter((edit) => !parse(apply(source, edit)).hasError)
    .map((edit) => describe(file, source, edit));
  return numbered(mutants);
}

function apply(source: string, { from, to, after }: Proposal): string {
  return source.slice(0, from) + after + source.slice(to);
}

function distinct(proposals: Proposal[], source: string): Proposal[] {
  const seen = new Set([withoutSpace(source)]);
  return proposals.filter((edit) => {
    const key = withoutSpace(apply(source, edit));
    return !seen.has(key) && seen.add(key);
  });
}

/** `{ }` and `{}` are the same mutant. */
function withoutSpace(source: string): string {
  return source.replace(/[ \t]+/g, ' ').replace(/\{ \}/g, '{}');
}

function describe(file: string, source: string, edit: Proposal): Mutant {
  const before = source.slice(edit.from, edit.to);
  const line = source.slice(0, edit.from).split('\n').length;
  const key = [file, source.split('\n')[line - 1]!.trim(), before, edit.after].join('\0');
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 6);
  return {
    id: `${edit.operator}-${hash}`,
    operator: edit.operator,
    file,
    line,
    before,
    after: edit.after,
    source: apply(source, edit),
  };
}

/** The same edit on the same line, or on two lines alike, gets a number. */
function numbered(mutants: Mutant[]): Mutant[] {
  const times = new Map<string, number>();
  return mutants.map((mutant) => {
    const time = (times.get(mutant.id) ?? 0) + 1;
    times.set(mutant.id, time);
    return time === 1 ? mutant : { ...mutant, id: `${mutant.id}-${time}` };
  });
}
