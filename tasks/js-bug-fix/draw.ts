/** Words and numbers that follow from the answer's text: the same each time, and none can know them. */
import { createHash } from 'node:crypto';

export interface Draw {
  /** A new one each time. */
  word(): string;
  words(count: number): string[];
  /** Both ends included. */
  int(least: number, most: number): number;
  ints(count: number, least: number, most: number): number[];
}

export function createDraw(seed: string): Draw {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0) || 1;
  let lastWord = 0;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const letters = () => Array.from({ length: 5 }, () => String.fromCharCode(int(97, 122))).join('');
  const word = () => `${letters()}${++lastWord}`;
  return {
    word,
    words: (count) => Array.from({ length: count }, word),
    int,
    ints: (count, least, most) => Array.from({ length: count }, () => int(least, most)),
  };
}
