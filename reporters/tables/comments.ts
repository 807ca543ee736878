/** How much of an answer's code is comments, as far as its lines show it. Pure. */

/** By the language of the task; others have no line comments that we know. */
const LINE_COMMENTS: Record<string, string[]> = {
  python: ['#'],
  javascript: ['//', '/*', '*'],
  typescript: ['//', '/*', '*'],
  rust: ['//', '/*', '*'],
  go: ['//', '/*', '*'],
};

/**
 * Lines that hold nothing but a comment, of the lines that are not blank, within the fenced blocks. null where the
 * answer has no fence or the language no marks. Python's docstrings and comments behind code do not count.
 */
export function commentLines(content: string, language: string): { comments: number; lines: number } | null {
  const marks = LINE_COMMENTS[language];
  if (!marks) return null;
  let inFence = false;
  let comments = 0;
  let lines = 0;
  for (const raw of content.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('```')) inFence = !inFence;
    else if (inFence && line !== '') {
      lines += 1;
      if (marks.some((mark) => line.startsWith(mark))) comments += 1;
    }
  }
  return lines === 0 ? null : { comments, lines };
}
