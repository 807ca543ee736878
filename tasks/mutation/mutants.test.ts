import { describe, expect, test } from 'vitest';
import { createMutants } from './mutants.ts';
import { spreadMutants } from './sample.ts';
import { createParser, type Language, languageOf } from './syntax-tree.ts';

const SOURCES: Record<string, string> = {
  'a.py': `
from math import floor
import heapq

def pick(nums: list[int], k: int = 1) -> list[int]:
    """Docstring."""
    seen = {}
    for num in nums:
        if num not in seen and k >= 1:
            seen[num] = [0, "a"]
        else:
            break
    return heapq.nsmallest(k, nums, key=lambda num: (-num, not seen))
`,
  'a.js': `
export class Reader {
  #rest = '';
  #last = null;
  async read(text, { strict = true } = {}) {
    for (const line of text.split(/^a+|b(?!$)/)) this.take(line);
    for (let i = 0; i < 3; i++) { this.#rest += text; }
    try { await this.end?.(); } catch (error) { console.log(error); }
    if (!strict) return null;
    return text ?? [1, 2];
  }
}
`,
  'a.ts': `
export function sum(values: number[], start: number = 0): number {
  let total = start;
  for (const value of values) { if (value > 1 && value !== 5) total += value; }
  return total;
}
`,
  'a.rs': `
#[derive(Parser)]
struct Args { #[arg(long)] most: usize }
fn run(text: &str, most: usize) -> Result<usize, String> {
    let mut count = 0;
    for (i, word) in text.split(' ').enumerate() {
        if word.is_empty() || i >= most { continue; }
        count += 1;
    }
    match count { 0 => Err("none".into()), n => Ok(n) }
}
#[cfg(test)]
mod tests { fn one() { assert_eq!(1, 1); } }
`,
  'a.go': `
package main

import "strings"

func run(words []string, most int) (int, error) {
	mu.Lock()
	defer mu.Unlock()
	count := 0
	for i, word := range words {
		if strings.HasPrefix(word, "a") && i <= most {
			count++
		}
	}
	switch count {
	case 0:
		return 0, errNone
	}
	return count, nil
}
`,
};

const files = Object.entries(SOURCES);

describe.for(files)('mutants of %s', ([file, source]) => {
  test('parse, and are neither the original nor twins', async () => {
    const mutants = await createMutants(file, source);
    const parse = await createParser(languageOf(file) as Language);
    expect(mutants.length).toBeGreaterThan(20);
    expect(mutants.filter((mutant) => parse(mutant.source).hasError)).toEqual([]);
    expect(new Set([source, ...mutants.map((mutant) => mutant.source)]).size).toBe(mutants.length + 1);
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  });

  test('differ in one place, on the line that they name', async () => {
    for (const { source: broken, before, after, line } of await createMutants(file, source)) {
      const from = source
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length;
      const at = [...broken].findIndex((character, index) => character !== source[index]);
      expect(at).toBeGreaterThanOrEqual(from);
      expect(broken.length - source.length).toBe(after.length - before.length);
    }
  });
});

test.for([
  ['a.py', 'comparison', '>=', '>'],
  ['a.py', 'comparison', 'not in', 'in'],
  ['a.py', 'logical', 'and', 'or'],
  ['a.py', 'remove-type', ' -> list[int]', ''],
  ['a.py', 'remove-default', ' = 1', ''],
  ['a.py', 'sibling-function', 'nsmallest', 'nlargest'],
  ['a.py', 'swap-neighbours', '-num, not seen', 'not seen, -num'],
  ['a.py', 'remove-argument', ', key=lambda num: (-num, not seen)', ''],
  ['a.py', 'skip-first', 'nums', 'list(nums)[1:]'],
  ['a.py', 'jump', 'break', 'continue'],
  ['a.py', 'remove-negation', 'not seen', 'seen'],
  ['a.py', 'return-value', '(-num, not seen)', 'None'],
  ['a.js', 'remove-await', 'await this.end?.()', 'this.end?.()'],
  ['a.js', 'optional-chain', '?.', ''],
  ['a.js', 'regex', '(?!$)', '(?=$)'],
  ['a.js', 'regex', '+', '*'],
  ['a.js', 'drop-operand', 'text ?? [1, 2]', 'text'],
  ['a.js', 'loop-once', 'this.take(line);', '{ this.take(line); break; }'],
  ['a.js', 'string', "''", "'mutant'"],
  ['a.js', 'null', 'null', 'undefined'],
  ['a.js', 'assignment', '+=', '='],
  ['a.js', 'boolean', 'true', 'false'],
  ['a.ts', 'remove-type', ': number[]', ': any'],
  ['a.ts', 'comparison', '!==', '==='],
  ['a.ts', 'fix-condition', 'value > 1 && value !== 5', 'false'],
  ['a.rs', 'remove-attribute', '#[arg(long)]', ''],
  ['a.rs', 'negate-condition', 'word.is_empty() || i >= most', '!(word.is_empty() || i >= most)'],
  ['a.rs', 'remove-case', '0 => Err("none".into()),', ''],
  ['a.rs', 'unwrap-call', "text.split(' ').enumerate()", "text.split(' ')"],
  ['a.rs', 'jump', 'continue', 'break'],
  ['a.go', 'remove-defer-or-go', 'defer mu.Unlock()', 'mu.Unlock()'],
  ['a.go', 'remove-statement', 'mu.Lock()', ''],
  ['a.go', 'increment', '++', '--'],
  ['a.go', 'sibling-function', 'HasPrefix', 'HasSuffix'],
  ['a.go', 'unwrap-call', 'strings.HasPrefix(word, "a")', 'word'],
  ['a.go', 'return-value', 'count, nil', '*new(int), *new(error)'],
] as const)('%s: %s makes %s into %s', async ([file, operator, before, after]) => {
  const mutants = await createMutants(file, SOURCES[file]!);
  const found = mutants.filter((one) => one.operator === operator);
  expect(found.map((one) => `${one.before} → ${one.after}`)).toContain(`${before} → ${after}`);
});

test('imports, docstrings, packages and unit tests in the file are left alone', async () => {
  const all = (await Promise.all(files.map(([file, source]) => createMutants(file, source)))).flat();
  const small = all.filter(({ operator }) => operator !== 'empty-block');
  expect(small.filter(({ before }) => /import|^from|Docstring|assert_eq/.test(before))).toEqual([]);
  expect(small.filter(({ after }) => ['heapq', 'strings'].includes(after))).toEqual([]);
});

test('an id stays when other lines change', async () => {
  const before = await createMutants('a.py', 'def f(a):\n    return a + 1\n');
  const after = await createMutants('a.py', 'import os\n\n\ndef f(a):\n    return a + 1\n\n\nX = 2\n');
  expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
});

test('a source that does not parse is refused', async () => {
  await expect(createMutants('a.py', 'def f(:\n')).rejects.toThrow('a.py does not parse as python');
});

test('a sample takes each operator before it takes one twice', async () => {
  const all = await createMutants('a.js', SOURCES['a.js']!);
  const operators = new Set(all.map(({ operator }) => operator));
  const first = spreadMutants(all).slice(0, operators.size);
  expect(new Set(first.map(({ operator }) => operator)).size).toBe(operators.size);
  expect(spreadMutants(all.toReversed()).map(({ id }) => id)).toEqual(spreadMutants(all).map(({ id }) => id));
});
