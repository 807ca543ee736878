/** Small mends for an answer that does not compile, as a compiler's user would make them: imports, idle variables, handler wiring. */

/** Packages by the name that an answer uses; only where name and path differ in more than the folder. */
const STANDARD = [
  ...[
    'bufio',
    'bytes',
    'cmp',
    'container/list',
    'container/ring',
    'context',
    'encoding/json',
    'errors',
    'flag',
  ],
  ...[
    'fmt',
    'io',
    'log',
    'log/slog',
    'maps',
    'math',
    'net',
    'net/http',
    'net/netip',
    'net/url',
    'os',
    'os/signal',
  ],
  ...['runtime', 'slices', 'sort', 'strconv', 'strings', 'sync', 'sync/atomic', 'syscall', 'time'],
];

export interface Mended {
  source: string;
  /** What was done, for a person. */
  mends: string[];
}

interface CompileError {
  line: number;
  message: string;
}

/** null: nothing of what the compiler says can be mended here. */
export function mendSource(source: string, compilerOutput: string): Mended | null {
  const lines = source.split('\n');
  const mends: string[] = [];
  const imports = new Set<string>();
  for (const { line, message } of readErrors(compilerOutput)) {
    const missing = missingImport(message, source);
    if (missing !== null) imports.add(missing);
    const mended = missing === null ? mendLine(lines[line - 1] ?? '', message) : null;
    if (mended === null) continue;
    lines[line - 1] = mended;
    mends.push(`line ${line}: ${message}`);
  }
  if (imports.size > 0) {
    const at = lines.findIndex((line) => /^package\s+main\b/.test(line));
    lines[at] += [...imports].map((path) => `; import "${path}"`).join('');
    mends.push(...[...imports].map((path) => `"${path}" is not imported`));
  }
  return mends.length > 0 ? { source: lines.join('\n'), mends } : null;
}

function readErrors(output: string): CompileError[] {
  return [...output.matchAll(/^(?:\.\/)?main\.go:(\d+):\d+: (.*)$/gm)].map(([, line, message]) => ({
    line: Number(line),
    message: message!,
  }));
}

function missingImport(message: string, source: string): string | null {
  const name = /^undefined: (\w+)$/.exec(message)?.[1];
  if (name === undefined || !new RegExp(`\\b${name}\\.`).test(source)) return null;
  return STANDARD.find((path) => path.split('/').at(-1) === name) ?? null;
}

function mendLine(line: string, message: string): string | null {
  const unusedImport = /^"([^"]+)" imported(?: as \w+)? and not used/.exec(message)?.[1];
  if (unusedImport !== undefined)
    return line.includes(`"${unusedImport}"`)
      ? line.replace(/(?:\w+\s+)?"[^"]+"/, `_ "${unusedImport}"`)
      : null;
  const unusedVariable = /^declared and not used: (\w+)$/.exec(message)?.[1];
  if (unusedVariable !== undefined) return /[({,]\s*$/.test(line) ? null : `${line}; _ = ${unusedVariable}`;
  return mendWiring(line, message);
}

/** A handler where a function is asked for, or the other way round. */
function mendWiring(line: string, message: string): string | null {
  const found = /^cannot use (.+?) \(.*?\) as (http\.Handler|http\.HandlerFunc|func\(.*\)) value in/.exec(
    message,
  );
  if (found === null) return null;
  const [, given, wanted] = found;
  if (!line.includes(given!)) return null;
  if (wanted === 'http.Handler') return line.replace(given!, () => `http.HandlerFunc(${given})`);
  return line.replace(given!, () => `${given}.ServeHTTP`);
}
