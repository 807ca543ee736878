import { defineTask } from '../define-task.ts';

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

export default defineTask({
  title: 'Generate Python function',
  column: 'Py',
  order: 1,
  language: 'python',
  toolchains: ['python'],
  answerFiles: [{ path: 'solution.py', languages: ['python', 'py', 'python3'], defines: ['top_k_frequent'] }],
  maxPoints: 20,
  rubric: async () => (await import('./rubric.ts')).rubric,
  alternatives: {
    // blind-*: written from prompt.md alone by somebody who had not seen the rubric.
    'blind-bucket-by-frequency': 20,
    'blind-class-helper': 20,
    'blind-defaultdict-pushpop': 20,
    'blind-dense': 20,
    'blind-dict-get-nsmallest': 20,
    'blind-functools-itertools': 20,
    'blind-heapify-k-pops': 20,
    'blind-iterable-hints-try-except': 20,
    'blind-quickselect-median-of-three': 20,
    'blind-quickselect-random': 20,
    'blind-typing-list-push-then-pop': 20,
    'blind-verbose-commented': 20,
    'bounded-heap': 20,
    'bucket-by-frequency': 20,
    'frequency-threshold': 20,
    'handwritten-heap': 20,
    'heap-with-ordered-items': 20,
    'heapify-all-pop-k': 20,
    'lazy-groups': 20,
    'median-of-medians': 20,
    'nlargest-by-value': 20,
    'nsmallest-tuples': 20,
    'own-counter-class': 20,
    'promoted-sets': 20,
    quickselect: 20,
  },
  flaws: {
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
      loses: ['right-elements', 'tie-break', 'growth', 'k-beyond', 'empty-input', 'any-integer'],
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
    'counts-by-scanning': { loses: ['growth'], band: SORTS, mistake: 'nums.count for each distinct element' },
    'k-rounds-of-max': { loses: ['growth'], band: SORTS, mistake: 'O(n k): a pass over all for each place' },
    'sorts-items-untyped': {
      loses: ['growth', 'type-hints'],
      band: SORTS,
      mistake: 'list.sort over all items, and no type hints',
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
    'prints-at-import': { loses: ['clean'], band: EXCELLENT_BUT, mistake: 'a demonstration runs on import' },
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
    'over-engineered': { loses: ['concise'], band: EXCELLENT_BUT, mistake: 'seven classes for ten lines' },
  },
});
