import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extractAnswer } from '../../rubric/answer.ts';
import { grade, type Score } from '../../rubric/rubric.ts';
import { openSandbox } from '../../sandbox/open-sandbox.ts';
import { ANSWER_FILE } from './compile.ts';
import rubric from './rubric.ts';
import task from './task.ts';

const reference = read('reference');
const starter = read('starter');
const sandbox = await openSandbox();

function read(folder: string): string {
  return readFileSync(new URL(`${folder}/${ANSWER_FILE}`, import.meta.url), 'utf8');
}

async function score(source: string): Promise<Score> {
  return grade(rubric, await rubric.observe({ [ANSWER_FILE]: source }, sandbox));
}

function failed({ checks }: Score): string[] {
  return checks.filter(({ passed }) => !passed).map(({ id }) => id);
}

describe('the score', () => {
  test.for([
    ['nothing', '', 0],
    ['prose', 'Here is the refactored module.', 0],
    ['another program', 'export const answer = 42;', 0],
    ['an attempt that ends at once', `${reference}\nthrow new Error('no');`, 1],
  ] as const)('of %s is what the bands give it', async ([, source, points]) => {
    expect((await score(source)).points).toBe(points);
  });

  test('names what is expected and what was seen', async () => {
    const result = await score(reference.replace("'internal error'", "'Internal error'"));
    expect(failed(result)).toEqual(['pipeline-behaviour', 'details']);
    expect(result.checks.find(({ id }) => id === 'pipeline-behaviour')?.detail).toMatch(
      /^5 cases differ, the first: RequestPipeline.get\("\/items", .*: expected .*internal error.*, got .*Internal error/,
    );
  });

  test('is the same each time', async () => {
    const results = await Promise.all(Array.from({ length: 6 }, () => score(reference)));
    expect(results.map(({ points }) => points)).toEqual([20, 20, 20, 20, 20, 20]);
  });

  test('does not depend on layout, comments and line ends', async () => {
    const noisy = reference
      .replaceAll(/^(?=\S)/gm, '// any, @ts-ignore\n')
      .replaceAll('; ', ';\n')
      .replaceAll('\n', '\r\n');
    expect(await score(noisy)).toMatchObject({ points: 20 });
  });

  test('counts what an answer prints by itself', async () => {
    expect(failed(await score(`${reference}\nlogError('an example', { a: 1 });\n`))).toEqual(['tidy']);
  });

  test('has facts, and none of what is not there', async () => {
    const valuesOf = async (source: string) => (await score(source)).facts.map(({ value }) => value);
    expect(await valuesOf(reference)).toEqual(['unified', 'simplified', 'shorter', 'kept']);
    expect(await valuesOf(starter)).toEqual(['left', 'left', 'longer', 'kept']);
    expect(await valuesOf('')).toEqual([null, null, null, null]);
  });
});

test('an answer with prose, the old code and an explanation gives the whole new file', () => {
  const old = starter.split('\n').slice(30, 50).join('\n');
  const reply = [
    'The four log functions were copies:\n',
    `\`\`\`ts\n${old}\n\`\`\`\n`,
    'The heart of it is this:\n',
    '```typescript\nfunction createLog(level: LogLevel) {\n  // ...\n}\n```\n',
    `Here is the complete file:\n\n\`\`\`typescript\n${reference}\`\`\`\n`,
    'Use it as before:\n\n```ts\nnew LruCache<string>({ capacity: 2 }).set("a", "b");\n```\n',
  ].join('\n');
  const answer = extractAnswer(reply, task.answerFiles);
  expect(answer.ok && answer.files[ANSWER_FILE]?.trim()).toBe(reference.trim());
});
