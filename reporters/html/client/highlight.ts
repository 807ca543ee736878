/** Source -> HTML with classes, by highlight.js; only the languages of the tasks. */
import hljs from 'highlight.js/lib/core';
import go from 'highlight.js/lib/languages/go';
import javascript from 'highlight.js/lib/languages/javascript';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import typescript from 'highlight.js/lib/languages/typescript';

for (const [name, grammar] of Object.entries({ go, javascript, python, rust, typescript }))
  hljs.registerLanguage(name, grammar);

/** Above it a text is shown without colours: 100,000 characters take about 50 ms. */
const MOST_CHARS = 200_000;

/** HTML in which highlight.js has escaped everything of the text's own; null: show the text as it is. */
export function highlight(code: string, language: string | null): string | null {
  if (language === null || code.length > MOST_CHARS || !hljs.getLanguage(language)) return null;
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}

const ENDINGS: Record<string, string> = {
  py: 'python',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  rs: 'rust',
  go: 'go',
};

/** By the ending of a file's name. */
export function languageOf(path: string): string | null {
  return ENDINGS[path.split('.').at(-1)!.toLowerCase()] ?? null;
}
