/** What each answer in flaws/ has wrong, and what it must lose by it. */
import type { Flaw } from '../define-task.ts';

/** What an answer loses that never gives elements back. */
const NOTHING_RUNS = [
  'returns-something',
  'list-of-int',
  'right-elements',
  'tie-break',
  'sorted-result',
  'growth',
  'k-zero',
  'k-beyond',
  'empty-input',
  'any-integer',
  'input-untouched',
  'clean',
  'concise',
];

/** Bands of the published report. */
const BROKEN: [number, number] = [1, 4];
const COUNTER: [number, number] = [2, 2];
const WRONG_OUTPUT: [number, number] = [5, 8];
const SORTS: [number, number] = [11, 12];
const GOOD: [number, number] = [13, 16];
const EXCELLENT_BUT: [number, number] = [17, 19];

export const flaws: Record<string, Flaw> = {
  'stub-pass': { loses: [...NOTHING_RUNS, 'type-hints'], band: BROKEN, mistake: 'the body is pass' },
  'typed-stub': { loses: NOTHING_RUNS, band: BROKEN, mistake: 'the body is an ellipsis' },
  'syntax-error': {
    loses: ['defines-function', 'no-counter', ...NOTHING_RUNS, 'type-hints'],
    band: BROKEN,
    mistake: 'a colon is missing',
  },
  'leetcode-class': {
    loses: ['defines-function', ...NOTHING_RUNS, 'type-hints'],
    band: BROKEN,
    mistake: 'a class Solution instead of the function that was asked for',
  },
  'always-raises': { loses: NOTHING_RUNS, band: BROKEN, mistake: 'heapq is used and not imported' },
  'infinite-loop': { loses: NOTHING_RUNS, band: BROKEN, mistake: 'the frequency never goes down' },
  'exits-at-import': {
    loses: ['defines-function', ...NOTHING_RUNS],
    band: BROKEN,
    mistake: 'prints PASS, writes to the result pipe and exits 0',
  },
  'uses-counter': { loses: ['no-counter'], band: COUNTER, mistake: 'from collections import Counter' },
  'counter-by-alias': {
    loses: ['no-counter'],
    band: COUNTER,
    mistake: 'import collections as c; c.Counter',
  },
  'counter-by-getattr': { loses: ['no-counter'], band: COUNTER, mistake: 'Counter by a name put together' },
  'counter-by-typing': {
    loses: ['no-counter'],
    band: COUNTER,
    mistake: 'typing.Counter, which makes a collections.Counter when it is called',
  },
  'counter-by-star-import': {
    loses: ['no-counter', 'clean'],
    band: COUNTER,
    mistake: 'from collections import *; Counter',
  },
  'inverted-heap': {
    loses: ['right-elements', 'tie-break', 'growth', 'any-integer'],
    band: WRONG_OUTPUT,
    mistake: 'the heap throws out the most frequent elements',
  },
  'returns-first-k': {
    loses: ['right-elements', 'tie-break', 'growth', 'any-integer'],
    band: WRONG_OUTPUT,
    mistake: 'returns the k smallest values',
  },
  'hard-coded-examples': {
    loses: [
      'right-elements',
      'tie-break',
      'sorted-result',
      'growth',
      'k-zero',
      'k-beyond',
      'empty-input',
      'any-integer',
    ],
    band: WRONG_OUTPUT,
    mistake: 'knows the examples of the prompt only',
  },
  'shared-default-counts': {
    loses: ['right-elements', 'tie-break', 'growth', 'k-beyond', 'empty-input', 'any-integer', 'clean'],
    band: WRONG_OUTPUT,
    mistake: 'a mutable default keeps the counts of earlier calls',
  },
  'returns-pairs': {
    loses: [
      'list-of-int',
      'right-elements',
      'tie-break',
      'sorted-result',
      'growth',
      'k-beyond',
      'any-integer',
    ],
    band: WRONG_OUTPUT,
    mistake: 'returns (element, count)',
  },
  'returns-tuple': { loses: ['list-of-int'], band: WRONG_OUTPUT, mistake: 'a tuple instead of a list' },
  'returns-set': {
    loses: ['list-of-int', 'sorted-result'],
    band: WRONG_OUTPUT,
    mistake: 'a set instead of a list',
  },
  'larger-wins-ties': {
    loses: ['tie-break', 'any-integer'],
    band: WRONG_OUTPUT,
    mistake: 'prefers the larger of equally frequent elements',
  },
  'ignores-ties': {
    loses: ['tie-break', 'sorted-result', 'any-integer'],
    band: WRONG_OUTPUT,
    mistake: 'equally frequent elements as they came',
  },
  'heap-order-result': {
    loses: ['sorted-result'],
    band: WRONG_OUTPUT,
    mistake: 'returns the heap as it lies',
  },
  'rising-frequency': { loses: ['sorted-result'], band: WRONG_OUTPUT, mistake: 'the least frequent first' },
  'order-depends-on-k': {
    loses: ['sorted-result'],
    band: WRONG_OUTPUT,
    mistake: 'by value when everything is asked for, else by frequency',
  },
  'tuple-and-unused-import': {
    loses: ['list-of-int', 'clean'],
    band: WRONG_OUTPUT,
    mistake: 'a tuple instead of a list, and an idle import',
  },
  'larger-wins-ties-untyped': {
    loses: ['tie-break', 'any-integer', 'type-hints'],
    band: WRONG_OUTPUT,
    mistake: 'prefers the larger of equally frequent elements, and has no type hints',
  },
  'sorts-everything': { loses: ['growth'], band: SORTS, mistake: 'sorted() over all distinct elements' },
  'merge-sorts-everything': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'a merge sort by hand; no word of sort',
  },
  'pops-the-whole-heap': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'a heap sort of all distinct elements',
  },
  'inserts-in-order': { loses: ['growth'], band: SORTS, mistake: 'bisect.insort of all distinct elements' },
  'binary-search-tree': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'a search tree of all distinct elements',
  },
  'sorts-every-bucket': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'sorts the buckets that are not taken too',
  },
  'bucket-by-frequency': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'sorts a whole bucket to take a few of it',
  },
  'lazy-groups': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'lazy from group to group, but sorts the whole group',
  },
  'pushes-everything': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'heappush of all distinct elements, which costs log n each when they come the best last',
  },
  'median-of-medians-without-recursion': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'medians of medians of medians down to five: on sorted input the pivot is next to the end',
  },
  'counts-by-scanning': { loses: ['growth'], band: SORTS, mistake: 'nums.count for each distinct element' },
  'k-rounds-of-max': { loses: ['growth'], band: SORTS, mistake: 'O(n k): a pass over all for each place' },
  'sorts-items-untyped': {
    loses: ['growth', 'type-hints'],
    band: SORTS,
    mistake: 'list.sort over all items, and no type hints',
  },
  'nsmallest-of-everything': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'heapq.nsmallest of all distinct elements, cut afterwards',
  },
  'groups-sorted-numbers': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'sorts the numbers to count them with groupby',
  },
  'sorts-buckets-and-slices-from-minus-k': {
    loses: ['growth', 'k-zero'],
    band: SORTS,
    mistake: 'sorts every bucket, and [-k:] gives everything for k = 0',
  },
  'blind-middling-model': { loses: ['k-zero'], band: GOOD, mistake: 'looks at the top of an empty heap' },
  'blind-weak-model': {
    loses: ['tie-break', 'sorted-result', 'growth', 'any-integer', 'clean'],
    band: WRONG_OUTPUT,
    mistake: 'sorts everything, ties as they came, prints at import',
  },
  'crashes-for-k-zero': { loses: ['k-zero'], band: GOOD, mistake: 'looks at the top of an empty heap' },
  'crashes-when-k-is-large': { loses: ['k-beyond'], band: GOOD, mistake: 'pops k times whatever is there' },
  'hangs-when-k-is-large': {
    loses: ['k-beyond'],
    band: GOOD,
    mistake: 'waits for k elements that never come',
  },
  'crashes-on-empty-input': { loses: ['empty-input'], band: GOOD, mistake: 'max() of nothing' },
  'counts-by-index': { loses: ['any-integer'], band: GOOD, mistake: 'uses the values as list indices' },
  'zero-dropped': { loses: ['any-integer'], band: GOOD, mistake: 'takes 0 for nothing' },
  'float-key': { loses: ['any-integer'], band: GOOD, mistake: 'compares large integers as floats' },
  'empties-its-input-and-crashes-on-empty-input': {
    loses: ['empty-input', 'input-untouched'],
    band: GOOD,
    mistake: 'pops the numbers off the input, the first one without a look',
  },
  'empties-its-input': {
    loses: ['input-untouched'],
    band: GOOD,
    mistake: 'pops the numbers off the input',
  },
  untyped: { loses: ['type-hints'], band: GOOD, mistake: 'no type hints' },
  'no-return-type': { loses: ['type-hints'], band: GOOD, mistake: 'no type hint of the return value' },
  'untyped-and-crashes-for-k-zero': {
    loses: ['type-hints', 'k-zero'],
    band: GOOD,
    mistake: 'no type hints, and an empty heap for k = 0',
  },
  'prints-at-import': { loses: ['clean'], band: GOOD, mistake: 'a demonstration runs on import' },
  'unused-import': {
    loses: ['clean'],
    band: EXCELLENT_BUT,
    mistake: 'imports Counter and never uses it: an idle import, not a use of Counter',
  },
  'dead-code': {
    loses: ['clean'],
    band: EXCELLENT_BUT,
    mistake: 'an idle variable, statement and function',
  },
  'linter-findings': {
    loses: ['clean'],
    band: EXCELLENT_BUT,
    mistake: 'a mutable default, a bare except, and None compared by value',
  },
  'over-engineered': { loses: ['concise'], band: GOOD, mistake: 'seven classes for ten lines' },

  // Written from prompt.md alone by somebody who had not seen the rubric.
  'blind-unclosed-paren': {
    loses: ['defines-function', 'no-counter', ...NOTHING_RUNS, 'type-hints'],
    band: BROKEN,
    mistake: 'a call is never closed',
  },
  'blind-leetcode-class': {
    loses: ['defines-function', ...NOTHING_RUNS, 'type-hints'],
    band: BROKEN,
    mistake: 'a method topKFrequent instead of the function that was asked for',
  },
  'blind-counter-import': { loses: ['no-counter'], band: COUNTER, mistake: 'collections.Counter' },
  'blind-ties-larger-value': {
    loses: ['tie-break', 'any-integer'],
    band: WRONG_OUTPUT,
    mistake: 'the heap throws out the smaller of equally frequent elements',
  },
  'blind-heap-order-returned': {
    loses: ['sorted-result'],
    band: WRONG_OUTPUT,
    mistake: 'returns the heap as it lies',
  },
  'blind-mixed-order-for-large-k': {
    loses: ['sorted-result'],
    band: WRONG_OUTPUT,
    mistake: 'by value when everything is asked for, else by frequency',
  },
  'blind-sorts-all-distinct': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'sorted() over all distinct elements',
  },
  'blind-sort-in-place-groupby': {
    loses: ['growth', 'input-untouched'],
    band: SORTS,
    mistake: 'sorts the input in place to count it with groupby',
  },
  'blind-dense-count-array-and-empty-crash': {
    loses: ['any-integer', 'empty-input'],
    band: GOOD,
    mistake: 'a list of counts from min to max, and min() of nothing',
  },
  'blind-pops-past-the-end': { loses: ['k-beyond'], band: GOOD, mistake: 'pops k times whatever is there' },
  'blind-return-hint-missing': {
    loses: ['type-hints'],
    band: GOOD,
    mistake: 'no type hint of the return value',
  },
  'blind-quickselect-last-pivot-and-demo-prints': {
    loses: ['clean', 'growth'],
    band: SORTS,
    mistake: 'a demonstration runs on import, and the last element is the pivot: quadratic on sorted input',
  },
  'blind-needless-length': { loses: ['concise'], band: GOOD, mistake: 'three classes for six lines' },
  'blind-wrong-complexity-note-and-second-sort': {
    loses: ['clean'],
    band: EXCELLENT_BUT,
    mistake: 'sorts what is sorted, and its docstring promises O(n)',
  },
  'blind-bucket-sorts-ties': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'sorts whole buckets, and one may hold everything',
  },
  'blind-bucket-sorted-levels': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'sorts each bucket before it is cut, and one may hold everything',
  },
  'blind-quickselect-last-pivot': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'the last element is the pivot: quadratic on sorted input',
  },
  'blind-insort-window': {
    loses: ['growth'],
    band: SORTS,
    mistake: 'insort into a sorted list of k elements moves up to k of them each time: O(n k)',
  },
  'blind-order-flip-large-k': {
    loses: ['sorted-result'],
    band: WRONG_OUTPUT,
    mistake: 'by value when everything is asked for, else by frequency',
  },
  'blind-unordered-ties': {
    loses: ['sorted-result'],
    band: WRONG_OUTPUT,
    mistake: 'sorts the heap by count alone, so equal ones stay as they lay in it',
  },
  'blind-shifted-score': {
    loses: ['any-integer'],
    band: GOOD,
    mistake: 'count and value in one integer of 64 bits and more: a larger value outweighs a count',
  },
  'blind-tail-slice': { loses: ['k-zero'], band: GOOD, mistake: '[-k:] gives everything for k = 0' },
  'blind-clamped-to-length': {
    loses: ['k-beyond'],
    band: GOOD,
    mistake: 'at most len(nums) pops, not as many as there are distinct elements',
  },
};
