/** Finds file names where people write them: info strings, headings, the line above, the first comment. */

const languageOf: Record<string, string> = {
  py: 'python',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  mts: 'typescript',
  tsx: 'typescript',
  rs: 'rust',
  go: 'go',
  java: 'java',
  rb: 'ruby',
  c: 'c',
  h: 'c',
  cpp: 'cpp',
  cs: 'csharp',
  php: 'php',
  sh: 'bash',
  json: 'json',
  toml: 'toml',
  yaml: 'yaml',
  yml: 'yaml',
  md: 'markdown',
  txt: 'text',
  html: 'html',
  css: 'css',
  mod: 'go',
};

/** Names of software that look like file names. */
const software =
  /^(?:node|next|vue|deno|express|three|d3|nuxt|react|bun|discord|chart|p5|socket)\.(?:js|io|ts)$/i;

/** File names in a line of prose, in order, without repeats. */
export function fileNamesIn(text: string): string[] {
  const words = text.slice(-400).match(/[\w@./\\-]+\.[A-Za-z]{1,4}(?![\w-])/g) ?? [];
  const names = words.filter((word) => isFileName(word)).map(normalisePath);
  return [...new Set(names)];
}

export function isFileName(word: string): boolean {
  const extension = /\.([A-Za-z]{1,4})$/.exec(word)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(languageOf, extension) && !software.test(word);
}

export function languageOfFile(path: string): string | null {
  return languageOf[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? null;
}

export function normalisePath(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
}

/** The file that a comment on the first lines names, e.g. `// file: sse.js`; null when it says more than that. */
export function commentName(code: string): string | null {
  for (const line of code.slice(0, 600).split('\n').slice(0, 3)) {
    const name = commentLineName(line);
    if (name) return name;
    if (line.trim() !== '' && !line.startsWith('#!') && !/coding[:=]|use strict|^\s*\/\*+\s*$/.test(line))
      return null;
  }
  return null;
}

/** The file name of a comment that consists of nothing else. */
export function commentLineName(line: string): string | null {
  if (line.length > 200) return null;
  const match =
    /^\s*(?:#+|\/\/+|\/\*+|\*|<!--|--|"""|''')[\s=\-*]*(?:@?file(?:name|path)?|path)?\s*[:=]?\s*[`"']?([\w@./\\-]+\.\w{1,4})[`"']?\s*(?:\([^)]*\)|[-–—:].*)?[\s=\-*]*(?:\*\/|-->|"""|''')?\s*$/i.exec(
      line,
    );
  return match && isFileName(match[1]!) ? normalisePath(match[1]!) : null;
}

/** What an info string says: language, the rest, and a file name if there is one. */
export function readInfo(lang: string | null, meta: string | null) {
  const word = (lang ?? '').replace(/^[{.]+|[},]+$/g, '').replace(/^language-/i, '');
  const [head = '', ...tail] = word.split(':');
  const inWord = [head, tail.join(':')].find(isFileName) ?? null;
  const inMeta = meta === null ? null : (fileNamesIn(meta)[0] ?? null);
  const file = inWord === null ? inMeta : normalisePath(inWord);
  const language = isFileName(head)
    ? languageOfFile(head)
    : head.toLowerCase() || (file ? languageOfFile(file) : null);
  return { language, file };
}

/** Does a name found in the answer mean this expected path? */
export function meansPath(name: string, path: string): boolean {
  const a = name.toLowerCase();
  const b = path.toLowerCase();
  return a === b || b.endsWith(`/${a}`) || a.endsWith(`/${b}`);
}
