/**
 * The race detector sees only what happens while it watches, and what a limiter does once a minute does not. So the copy
 * that it watches has short minutes: the same program, in which long intervals pass within the two seconds that it runs.
 * Seconds that stand alone stay, for the limit is one. Judged from that copy: races, and with what it exits when it cuts off
 * a request in flight.
 */
import type { Node } from 'web-tree-sitter';
import { walk, withTree } from '../../rubric/syntax-tree.ts';

const SHORT_MINUTE = '(50 * time.Millisecond)';
/** 10 * time.Second becomes a second, half a minute 600 ms. */
const SHORT_SECOND = '(100 * time.Millisecond)';
const SHORTEST_SECOND = '(20 * time.Millisecond)';
const MANY_SECONDS = 20;

export function hastenSource(source: string): Promise<string> {
  return withTree('go', source, (root) => {
    const replaced = [...walk(root)].flatMap((node) => {
      const text = shortFor(node);
      return text === null ? [] : [{ start: node.startIndex, end: node.endIndex, text }];
    });
    return replaced
      .toReversed()
      .reduce((text, { start, end, text: short }) => text.slice(0, start) + short + text.slice(end), source);
  });
}

function shortFor(node: Node): string | null {
  if (node.type !== 'selector_expression') return null;
  if (node.text === 'time.Minute' || node.text === 'time.Hour') return SHORT_MINUTE;
  if (node.text !== 'time.Second') return null;
  const factor = factorOf(node);
  if (factor === null || factor < 2) return null;
  return factor < MANY_SECONDS ? SHORT_SECOND : SHORTEST_SECOND;
}

function factorOf(node: Node): number | null {
  const product = node.parent;
  if (product?.type !== 'binary_expression' || product.childForFieldName('operator')?.text !== '*')
    return null;
  const other = product.namedChildren.find((child) => child && child.id !== node.id);
  return other?.type === 'int_literal' ? Number(other.text) : null;
}
