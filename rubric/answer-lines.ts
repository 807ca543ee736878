/** Where in an answer a file stands word for word, so that it can be shown later without a second reading of the Markdown. */

/** First and last line, counted from 1 in the answer as it came. */
export type LineRange = [first: number, last: number];

interface Place {
  startLine: number;
  endLine: number;
}

/** The lines of a block that make the file, or null where it is not theirs word for word. */
export function linesOf(answer: string, block: Place, code: string): LineRange | null {
  const { startLine: start, endLine: end } = block;
  const lines = linesIn(answer);
  // Between its fences, behind one that was never closed, or where there are no fences at all.
  const ranges: LineRange[] = [
    [start + 1, end - 1],
    [start + 1, end],
    [start, end],
  ];
  return ranges.find((range) => textOf(lines, range) === code) ?? null;
}

/** The file that `linesOf` found there. */
export function fileAt(answer: string, range: LineRange): string {
  return textOf(linesIn(answer), range);
}

/** Without the blank lines around it. */
export function trimCode(code: string): string {
  return code.replace(/^\n+|\s+$/g, '');
}

function textOf(lines: string[], [first, last]: LineRange): string {
  return `${trimCode(lines.slice(first - 1, last).join('\n'))}\n`;
}

function linesIn(answer: string): string[] {
  return answer.split(/\r\n|\r|\n/);
}
