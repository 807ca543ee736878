/** Code in another dress: a diff, an interpreter session, numbered lines, JSON. */
import type { Block } from './answer-block.ts';
import { isFileName, languageOfFile, normalisePath } from './answer-names.ts';

/** Puts the code of a block in the shape that a file has. */
export function undress<B extends Block>(block: B): B {
  const code = dedent(unnumber(block.code.replace(/^(?:[ \t]*\n)+|\s+$/g, '')));
  const lines = code.split('\n');
  if (isDiff(block.language, lines)) return { ...block, code: dedent(readDiff(lines)), form: 'diff' };
  if (isTranscript(lines)) return { ...block, code: readTranscript(lines), form: 'transcript' };
  return { ...block, code };
}

function dedent(code: string): string {
  const lines = code.split('\n');
  let indent: string | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const own = /^[ \t]*/.exec(line)![0];
    indent = indent === null ? own : commonStart(indent, own);
    if (indent === '') return code;
  }
  const { length } = indent ?? '';
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(length))).join('\n');
}

function commonStart(a: string, b: string): string {
  let n = 0;
  while (n < a.length && a[n] === b[n]) n++;
  return a.slice(0, n);
}

/** `12 | code`: taken off when every line has its number and they count up by one. */
function unnumber(code: string): string {
  const lines = code.split('\n');
  const numbered = lines.map((line) => /^\s{0,6}(\d{1,5})(?:[|:.)\]]|\s*[│┃|]|(?=[ \t]|$))(.*)$/.exec(line));
  const given = numbered.filter((m, i) => m !== null || lines[i]!.trim() !== '');
  if (given.length < 3 || !given.every((m, i) => m !== null && Number(m[1]) === Number(given[0]?.[1]) + i))
    return code;
  return dedent(numbered.map((m) => m?.[2] ?? '').join('\n'));
}

function isDiff(language: string | null, lines: string[]): boolean {
  if (language === 'diff' || language === 'patch') return true;
  if (lines.some((l) => /^@@ .* @@/.test(l)) && lines.some((l) => /^[+-]/.test(l))) return true;
  const filled = lines.filter((l) => l.trim() !== '');
  return filled.length >= 3 && filled.every((l) => l.startsWith('+'));
}

/** What the file holds once the diff is applied, as far as the diff shows it. */
function readDiff(lines: string[]): string {
  return lines
    .filter(
      (l) => !/^(?:-|diff --git |index [0-9a-f]|\+\+\+ |@@ |\\ No newline|new file mode|similarity )/.test(l),
    )
    .map((l) => (/^[+ ]/.test(l) ? l.slice(1) : l))
    .join('\n');
}

function isTranscript(lines: string[]): boolean {
  return /^>>> ?/.test(lines[0] ?? '') || /^In \[\d+\]: /.test(lines[0] ?? '');
}

/** What was typed, without what was printed. */
function readTranscript(lines: string[]): string {
  return lines
    .filter((l) => /^(?:>>>|\.\.\.)(?: |$)|^In \[\d+\]: |^ +\.\.\.: /.test(l))
    .map((l) => l.replace(/^(?:>>>|\.\.\.) ?|^In \[\d+\]: |^ +\.\.\.: /, ''))
    .join('\n');
}

/** `{"code": "..."}`: the texts of several lines in it, named by their key or by a `path` beside them. */
export function jsonBlocks(block: Block): Block[] {
  const text = block.code.trim();
  if (!/^[{[]/.test(text) || !/[}\]]$/.test(text)) return [];
  const found: Block[] = [];
  collectTexts(parseJson(text), 0, (name, code) => {
    const file = name !== null && isFileName(name) ? normalisePath(name) : null;
    const language = file === null ? null : languageOfFile(file);
    found.push({
      ...block,
      form: 'json',
      code: code.replace(/\r\n?/g, '\n'),
      language,
      meta: file,
      lead: '',
    });
  });
  return found;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Code in braces is no JSON; then it is no wrapper either.
    return null;
  }
}

function collectTexts(
  value: unknown,
  depth: number,
  take: (name: string | null, code: string) => void,
): void {
  if (typeof value !== 'object' || value === null || depth > 3) return;
  const fields = Object.entries(value);
  const beside = fields.find(
    ([key, v]) => /^(?:path|file|file_?name|name)$/i.test(key) && typeof v === 'string',
  );
  for (const [key, field] of fields.slice(0, 100)) {
    if (typeof field !== 'string') collectTexts(field, depth + 1, take);
    else if (field.includes('\n'))
      take(isFileName(key) ? key : ((beside?.[1] as string | undefined) ?? null), field);
  }
}
