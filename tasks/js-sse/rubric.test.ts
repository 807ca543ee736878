import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { grade, type Score } from '../../rubric/rubric.ts';
import { openSandbox } from '../../sandbox/open-sandbox.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { ANSWER_FILE } from './observe.ts';
import rubric from './rubric.ts';

const reference = readFileSync(new URL(`./reference/${ANSWER_FILE}`, import.meta.url), 'utf8');
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

const stub = `export class ServerSentEvents {
  constructor(stream) { this.stream = stream; }
  addEventListener() {}
  removeEventListener() {}
  close() {}
}\n`;

const forged = JSON.stringify({ log: [['close', 'close']], entries: 1, retry: null, cancels: 1 });

describe('an answer that forges', () => {
  it.each([
    ['ends the process with exit code 0', 'process.exit(0);'],
    [
      'writes results of its own and exits',
      `import { writeSync } from 'node:fs';
       for (let id = 0; id < 300; id++) writeSync(3, JSON.stringify({ id, out: [{ observed: ${forged}, runs: [0] }] }) + '\\n');
       writeSync(3, '{"end":true}\\n'); process.exit(0);`,
    ],
    [
      'adds lines before the driver does',
      `import { writeSync } from 'node:fs';
       writeSync(3, '{"id":0,"out":{"state":"loaded","detail":""}}\\n');`,
    ],
    ['replaces JSON.stringify', `JSON.stringify = () => '{"id":0,"out":[]}';`],
    ['gives all objects a toJSON', `Object.prototype.toJSON = () => (${forged});`],
    ['gives all arrays a toJSON', `Array.prototype.toJSON = () => [${forged}];`],
    ['makes every comparison true', `Object.is = () => true; Array.prototype.every = () => true;`],
    [
      'replaces the timers',
      'globalThis.setTimeout = (run) => run(); globalThis.setImmediate = (run) => run();',
    ],
    ['throws', 'throw new Error("nothing to see");'],
  ])('%s: it stays among the broken ones', async (_name, attack) => {
    expect((await score(`${attack}\n${stub}`)).points).toBeLessThanOrEqual(4);
  });

  it('prints what looks like results: it loses tidiness and gains nothing', async () => {
    const printing = `console.log('{"id":0,"out":[]}\\n{"end":true}');\n${reference}`;
    expect(failed(await score(printing))).toEqual(['tidy']);
  });
});

describe('an answer that hangs', () => {
  it('while it is loaded is broken', async () => {
    const result = await score(`for (;;);\n${stub}`);
    expect(result.points).toBe(1);
    expect(result.checks[0]?.detail).toMatch(/lost/);
  }, 60_000);
});

describe('the score', () => {
  it('of an empty answer is 0', async () => {
    expect((await score('')).points).toBe(0);
  });

  it('names input, expectation and what was seen', async () => {
    const result = await score(reference.replace("join('\\n')", "join(' ')"));
    expect(failed(result)).toEqual(['multi-line-data']);
    expect(result.checks.find(({ id }) => id === 'multi-line-data')?.detail).toMatch(
      /5 cases wrong, the first: "data: .*" in one chunk: expected .*, got /,
    );
  });

  it('is the same each time', async () => {
    const results = await Promise.all(Array.from({ length: 6 }, () => score(reference)));
    expect(results.map(({ points }) => points)).toEqual([20, 20, 20, 20, 20, 20]);
  });
});
