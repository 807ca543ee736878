/** What an operator proposes: one piece of the source, replaced. */
import type { Node } from 'web-tree-sitter';
import type { Language } from './syntax-tree.ts';

export interface Edit {
  from: number;
  to: number;
  after: string;
}

/** One way to break code. `id` is kebab-case and part of the mutants' ids. */
export interface Operator {
  id: string;
  /** What it does at this very node; nodes below are asked apart. */
  propose(node: Node, language: Language): Edit[];
}

export function replace(node: Node, after: string): Edit {
  return { from: node.startIndex, to: node.endIndex, after };
}

/** From the start of the first to the end of the last. */
export function replaceSpan(first: Node, last: Node, after: string): Edit {
  return { from: first.startIndex, to: last.endIndex, after };
}

export function insertAt(index: number, after: string): Edit {
  return { from: index, to: index, after };
}

/** An element of a list, with the comma that goes with it. */
export function removeElement(elements: Node[], index: number): Edit {
  const element = elements[index]!;
  const next = elements[index + 1];
  if (next) return { from: element.startIndex, to: next.startIndex, after: '' };
  const previous = elements[index - 1];
  return { from: previous ? previous.endIndex : element.startIndex, to: element.endIndex, after: '' };
}
