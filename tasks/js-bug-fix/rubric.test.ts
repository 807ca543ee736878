import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { extractAnswer } from '../../rubric/answer.ts';
import { grade, type Score } from '../../rubric/rubric.ts';
import { openSandbox } from '../../sandbox/open-sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { CLASS_NAMES } from './answer-module.ts';
import { ANSWER_FILE } from './observe.ts';
import rubric from './rubric.ts';
import task from './task.ts';

const read = (folder: string) => readFileSync(new URL(`./${folder}/${ANSWER_FILE}`, import.meta.url), 'utf8');
const reference = read('reference');
const starter = read('starter');
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await openSandbox();
});

async function score(source: string): Promise<Score> {
  return grade(rubric, await rubric.observe({ [ANSWER_FILE]: source }, sandbox));
}

function failed({ checks }: Score): string[] {
  return checks.filter((check) => !check.passed).map((check) => check.id);
}

function factsOf({ facts }: Score): Record<string, string | null> {
  return Object.fromEntries(facts.map(({ id, value }) => [id, value]));
}

const stub = CLASS_NAMES.map((name) => `export class ${name} {}`).join('\n');
const forged = JSON.stringify({ log: [['once', 'a']], threw: null, strays: [] });

describe('an answer that forges', () => {
  it.each([
    ['ends the process with exit code 0', 'process.exit(0);'],
    [
      'writes results of its own and exits',
      `import { writeSync } from 'node:fs';
       for (let id = 0; id < 60; id++) writeSync(3, JSON.stringify({ id, out: ${forged} }) + '\\n');
       writeSync(3, '{"end":true}\\n'); process.exit(0);`,
    ],
    [
      'adds lines before the driver does',
      `import { writeSync } from 'node:fs';
       writeSync(3, '{"id":0,"out":{"state":"loaded","exported":{},"members":{},"methods":{},"detail":""}}\\n');`,
    ],
    ['replaces JSON.stringify', `JSON.stringify = () => '{"id":0,"out":[]}';`],
    ['gives all objects a toJSON', `Object.prototype.toJSON = () => (${forged});`],
    ['gives all arrays a toJSON', `Array.prototype.toJSON = () => [${forged}];`],
    ['makes every comparison true', `Object.is = () => true; Array.prototype.every = () => true;`],
    ['replaces timers', 'globalThis.setTimeout = (run) => run(); globalThis.setImmediate = (run) => run();'],
    ['throws', 'throw new Error("nothing to see");'],
    ['loops for ever', 'for (;;);'],
  ])('%s: it stays among the broken ones', async (_name, attack) => {
    expect((await score(`${attack}\n${stub}`)).points).toBeLessThanOrEqual(4);
  });

  it('prints what looks like results: it loses tidiness and gains nothing', async () => {
    const printing = `console.log('{"id":0,"out":[]}\\n{"end":true}');\n${reference}`;
    expect(failed(await score(printing))).toEqual(['tidy']);
  });

  it('switches ESLint off in a comment: it is objected to all the same', async () => {
    const silenced = `/* eslint-disable */\nif (starting()) {\n}\nfunction starting() {\n  return true;\n}\n${reference}`;
    expect(failed(await score(silenced))).toEqual(['tidy']);
  });
});

describe('the facts', () => {
  it('of the reference are all fixed, of the starter all missed', async () => {
    expect(new Set(Object.values(factsOf(await score(reference))))).toEqual(new Set(['fixed']));
    expect(new Set(Object.values(factsOf(await score(starter))))).toEqual(new Set(['missed']));
  });

  it('are null where nothing can be told', async () => {
    expect(new Set(Object.values(factsOf(await score('export const a = {'))))).toEqual(new Set([null]));
  });

  it('of a file without its task queue tell of the other classes only', async () => {
    const parts = reference.slice(0, reference.indexOf('/**\n * Runs functions'));
    expect(factsOf(await score(parts))).toMatchObject({
      'bug-bubble-up': 'fixed',
      'bug-once': 'fixed',
      'bug-clear': null,
      'smell-drain': null,
    });
  });
});

describe('the score', () => {
  it('of an empty answer is 0', async () => {
    expect((await score('')).points).toBe(0);
  });

  it('names the scenario, what is right and what was seen', async () => {
    const result = await score(reference.replace('task.attempts <= task.retries', 'false'));
    expect(result.checks.find(({ id }) => id === 'queue-works')?.detail).toMatch(
      /scenarios wrong, the first: queue-retry, line 2 of its log: expected \[10,"retry",.*\], got \[10,"failed",/,
    );
  });

  it('is the same each time', async () => {
    const results = await Promise.all(Array.from({ length: 6 }, () => score(reference)));
    expect(results.map(({ points }) => points)).toEqual([20, 20, 20, 20, 20, 20]);
  });
});

describe('a reply', () => {
  it('of prose, an old snippet, changed lines and the whole file gives the whole file', () => {
    const once = starter.slice(starter.indexOf('  once('), starter.indexOf('  /** Unregisters'));
    const reply = [
      'Three bugs. The first is in `EventEmitter`:',
      `\`\`\`js\n${once}\`\`\``,
      'It should be:',
      `\`\`\`js\nexport class EventEmitter {\n${once.replace('listener);', 'wrapper);')}}\n\`\`\``,
      'The complete file `task-queue.js`:',
      `\`\`\`javascript\n${reference}\`\`\``,
      'It is used like this:',
      "```js\nimport { TaskQueue } from './task-queue.js';\n\nnew TaskQueue().add(() => 1);\n```",
    ].join('\n\n');
    const extraction = extractAnswer(reply, task.answerFiles);
    expect(extraction.ok && extraction.files[ANSWER_FILE]?.trim()).toBe(reference.trim());
  });
});
