/** Foreign text made fit to be shown: control characters visible, long ones in pieces. Pure. */
import { escapeControls } from '../../text.ts';

/** Control and direction characters as `\x1b` and `\u{202e}`; lines and tabs stay. */
export function showControls(text: string): string {
  return text.replace(/[^\n\t]+/g, escapeControls);
}

/** The first `length` characters, ended at a line's end where one is near, never inside a surrogate pair. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const line = text.lastIndexOf('\n', length);
  if (line > length * 0.9) return text.slice(0, line);
  return text.slice(0, /[\ud800-\udbff]/.test(text[length - 1]!) ? length - 1 : length);
}

/** Pieces with their place in the text. A line's end between two of them belongs to neither. */
export function splitText(text: string, length: number): { at: number; text: string }[] {
  const pieces: { at: number; text: string }[] = [];
  for (let at = 0; at < text.length; ) {
    const piece = cutText(text.slice(at, at + length + 1), length);
    pieces.push({ at, text: piece });
    at += piece.length;
    if (text[at] === '\n') at++;
  }
  return pieces;
}
