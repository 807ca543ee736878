/** What the steps of extraction hand to each other. */

/** A file that the answer must hold. */
export interface ExpectedFile {
  path: string;
  /** Info strings of a fence that may hold it, e.g. ['python', 'py']. */
  languages: string[];
  /** Names that a whole-file answer defines; tells the answer from a snippet of use. */
  defines: string[];
}

/** How a piece of code stood in the answer. */
export type BlockForm = 'fenced' | 'html' | 'indented' | 'unfenced' | 'diff' | 'transcript' | 'json';

/** A piece of text that may be code, with all that surrounds it and helps to judge it. */
export interface Block {
  form: BlockForm;
  code: string;
  /** First word of the info string, lower case; null without one. */
  language: string | null;
  /** The rest of the info string. */
  meta: string | null;
  /** The nearest heading (or line all in bold) above. */
  heading: string | null;
  /** Is this the first block below its heading? Only then may the heading name its file. */
  firstUnderHeading: boolean;
  /** The text directly before, '' when there is none. */
  lead: string;
  /** Lines of the answer as it came, counted from 1, fences included. */
  startLine: number;
  endLine: number;
  /** False: its closing fence (or tag) is missing. */
  closed: boolean;
}

/** The text of an answer, and where each of its lines stood in the original. */
export interface NumberedLines {
  texts: string[];
  numbers: number[];
}
