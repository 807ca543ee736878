/** A Markdown answer -> its lines of prose and its code blocks, nothing left out. Pure. */

export interface AnswerPart {
  /** null: prose, fences included. */
  language: string | null;
  text: string;
  /** Where it begins, from 1. */
  line: number;
}

/** Fences as CommonMark has them, as far as colours need it: which block is graded is the extraction's matter. */
export function splitAnswer(markdown: string): AnswerPart[] {
  const parts: AnswerPart[] = [];
  let fence: string | null = null;
  let language: string | null = null;
  let lines: string[] = [];
  let first = 1;
  const end = (as: string | null) => {
    if (lines.length > 0) parts.push({ language: as, text: lines.join('\n'), line: first });
    first += lines.length;
    lines = [];
  };
  for (const line of markdown.split('\n')) {
    const marks = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    const isEnd = fence !== null && marks !== null && marks[1]!.startsWith(fence) && marks[2]!.trim() === '';
    if (fence === null && marks && !(marks[1]!.startsWith('`') && marks[2]!.includes('`'))) {
      lines.push(line);
      end(null);
      fence = marks[1]!;
      language = marks[2]!
        .trim()
        .split(/[\s{,:]/)[0]!
        .toLowerCase();
    } else if (isEnd) {
      end(language);
      fence = null;
      lines.push(line);
    } else lines.push(line);
  }
  end(fence === null ? null : language);
  return parts;
}
