/** What points of a task mean, in the words of the published report of March 2026. Pure. */

export interface Band {
  /** Least points of 20; a task with another maximum is scaled. */
  least: number;
  name: string;
  meaning: string;
}

/** From the best to the worst. */
export const BANDS: Band[] = [
  { least: 17, name: 'excellent', meaning: 'thorough, clean, nothing meaningful to criticize' },
  { least: 13, name: 'good', meaning: 'correct with minor imperfections' },
  { least: 9, name: 'functional', meaning: 'works with notable gaps' },
  { least: 5, name: 'attempted', meaning: 'significant issues' },
  { least: 0, name: 'broken', meaning: 'broken, off the instructions or mostly wrong' },
];

/** null where nothing was graded: an ERR has no band, not the lowest one. */
export function bandOf(points: number | null, maxPoints: number): Band | null {
  if (points === null || maxPoints <= 0) return null;
  return BANDS.find(({ least }) => points * 20 >= least * maxPoints) ?? null;
}
