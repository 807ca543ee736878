import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { extractAnswer } from '../../rubric/answer.ts';
import task from './task.ts';

const read = (folder: string) => readFileSync(new URL(`${folder}/main.go`, import.meta.url), 'utf8');
const whole = read('reference');
const fence = (code: string, info = 'go') => `\`\`\`${info}\n${code}\`\`\`\n`;
const SNIPPET = 'type rateLimiter struct {\n\tmu sync.Mutex\n}\n\nfunc main() {\n\tserve()\n}\n';

describe('the whole file is taken', () => {
  test.for([
    [
      'after a snippet and before a command',
      `First:\n\n${fence(SNIPPET)}\nAll of it:\n\n${fence(whole)}\nRun it:\n${fence('go run main.go\n', 'bash')}`,
    ],
    [
      'and not what was there before',
      `This was it:\n${fence(read('starter'))}\nThis is it now:\n${fence(whole)}`,
    ],
    ['with a note on the fence', fence(whole, 'golang title="main.go"')],
    ['without a fence', whole],
  ] as const)('%s', ([, reply]) => {
    const extraction = extractAnswer(reply, task.answerFiles);
    expect(extraction.ok && extraction.files['main.go']?.trim()).toBe(whole.trim());
  });
});
