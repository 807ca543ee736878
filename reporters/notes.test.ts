import { expect, test } from 'vitest';
import { type KnownNames, parseNotes } from './notes.ts';

const known: KnownNames = {
  models: ['qwen3-8b', 'gpt-oss-20b', '# odd `name` <b>'],
  tasks: [
    { slug: 'js-sse', maxPoints: 20 },
    { slug: 'rust-cli', maxPoints: 20 },
  ],
};

test('a heading a model, free text, and scores with their reasons', () => {
  const text = `# gpt-oss-20b

Always correct.
- score js-sse = 12: the parser is right, but nobody could maintain it
- needs 16 GB

## In chat
Friendly.

# \`qwen3-8b\`
* score rust-cli = 17.5 : half a point
  for the tests it wrote
`;
  expect(parseNotes(text, known)).toEqual({
    notes: [
      {
        model: 'gpt-oss-20b',
        text: 'Always correct.\n- needs 16 GB\n\n## In chat\nFriendly.',
        overrides: [
          { task: 'js-sse', points: 12, reason: 'the parser is right, but nobody could maintain it' },
        ],
      },
      {
        model: 'qwen3-8b',
        text: '',
        overrides: [{ task: 'rust-cli', points: 17.5, reason: 'half a point for the tests it wrote' }],
      },
    ],
    warnings: [],
  });
});

test.each([
  [
    '# Qwen3-8B\nfine',
    /^models\/notes\.md: line 1: this run has no model 'Qwen3-8B'.*Did you mean 'qwen3-8b'\?$/,
  ],
  ['# llama\nfine', /no model 'llama'.*Its models: qwen3-8b, gpt-oss-20b/],
  [
    '# qwen3-8b\n- score python = 3: x',
    /line 2 is left out: there is no task 'python'; there are js-sse, rust-cli/,
  ],
  ['# qwen3-8b\n- score js-sse = 21: x', /js-sse has 0 to 20 points, not 21/],
  ['# qwen3-8b\n- score js-sse = -1: x', /js-sse has 0 to 20 points, not -1/],
  ['# qwen3-8b\n- score js-sse = twelve: x', /'twelve' is not a number/],
  ['# qwen3-8b\n- score js-sse = 12,5: x', /'12,5' is not a number/],
  ['# qwen3-8b\n- score js-sse = 1e1: x', /'1e1' is not a number/],
  ['# qwen3-8b\n- score js-sse = 12', /has no reason\. Write '- score js-sse = 12: reason'/],
  ['# qwen3-8b\n- score js-sse = 12:  ', /has no reason/],
  ['# qwen3-8b\n- score js-sse 12: x', /has no '='/],
  ['# qwen3-8b\n```\nx = 1\n# gpt-oss-20b', /the code block that begins in line 2 is not closed/],
  ['Good ones:\n# qwen3-8b\nfine', /line 1 stands before the first heading/],
])('a note that cannot be used is left out with a warning: %j', (text, warning) => {
  const { notes, warnings } = parseNotes(text, known);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(warning);
  expect(notes.flatMap((note) => note.overrides)).toEqual([]);
});

test('a bad line does not take the rest along', () => {
  const { notes, warnings } = parseNotes(
    '# qwen3-8b\n- score js-sse = 99: x\n- score rust-cli = 0: nothing works\nSlow.',
    known,
  );
  expect(warnings).toHaveLength(1);
  expect(notes).toEqual([
    {
      model: 'qwen3-8b',
      text: 'Slow.',
      overrides: [{ task: 'rust-cli', points: 0, reason: 'nothing works' }],
    },
  ]);
});

test('of two scores for a task the later counts, and a model under two headings is one note', () => {
  const { notes, warnings } = parseNotes(
    '# qwen3-8b\nOne.\n- score js-sse = 3: a\n# qwen3-8b\nTwo.\n- score js-sse = 4: b\n',
    known,
  );
  expect(notes).toEqual([
    { model: 'qwen3-8b', text: 'One.\nTwo.', overrides: [{ task: 'js-sse', points: 4, reason: 'b' }] },
  ]);
  expect(warnings).toEqual(['models/notes.md: line 6 replaces an earlier score for js-sse of qwen3-8b.']);
});

test('code, comments and talk about scores are text, and line ends of Windows are line ends', () => {
  const { notes, warnings } = parseNotes(
    '\ufeff# qwen3-8b\r\n- score of SSE looks low\r\n```\r\n# not a heading\r\n- score js-sse = 1: x\r\n```\r\n<!-- - score js-sse = 2: x\r\n-->\r\n- score rust-cli = 99: x',
    known,
  );
  expect(notes[0]!.overrides).toEqual([]);
  expect(notes[0]!.text).toContain('- score of SSE looks low\n```\n# not a heading');
  expect(notes[0]!.text).not.toContain('<!--');
  expect(warnings).toEqual([expect.stringContaining('line 9 is left out')]);
});

test('an odd name is a name, and foreign text stays as it is', () => {
  const { notes } = parseNotes('# # odd `name` <b>\n<script>alert(1)</script> | \u202e =1+1', known);
  expect(notes).toEqual([
    { model: '# odd `name` <b>', text: '<script>alert(1)</script> | \u202e =1+1', overrides: [] },
  ]);
});

test('nothing is nothing, and ten megabytes of one line are read at once', () => {
  expect(parseNotes('', known)).toEqual({ notes: [], warnings: [] });
  const long = `# qwen3-8b\n- score js-sse ${' '.repeat(5e6)}${'<!'.repeat(2.5e6)}`;
  const started = performance.now();
  parseNotes(long, known);
  expect(performance.now() - started).toBeLessThan(2000);
});
