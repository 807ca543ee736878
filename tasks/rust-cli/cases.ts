/** What the built program is asked to do. Only the arguments, the environment and the data file go into the sandbox. */
import { type Case, createWords } from './case.ts';
import { bugCases } from './cases-bugs.ts';
import { editCases } from './cases-edit.ts';
import { keptCases } from './cases-kept.ts';

export function createCases(source: string): Case[] {
  const words = createWords(source);
  return [...bugCases(words), ...editCases(words), ...keptCases(words)];
}
