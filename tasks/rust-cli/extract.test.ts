import { expect, test } from 'vitest';
import { extractAnswer } from '../../rubric/answer.ts';
import { readReference, readStarter } from './reference.ts';
import task from './task.ts';

const whole = readReference();
const fence = (text: string, language = 'rust') => `\`\`\`${language}\n${text}\n\`\`\`\n`;

test.for([
  ['the whole file alone', fence(whole)],
  [
    'fragments, an explanation, then the whole file',
    `The bug:\n\n${fence('self.tasks.retain(|task| task.id == id);')}\nis now:\n\n${fence('self.tasks.retain(|task| task.id != id);')}\n## src/main.rs\n\n${fence(whole)}\nThat is all.`,
  ],
  ['a Cargo.toml beside it', `${fence('[package]\nname = "tasks"', 'toml')}\n${fence(whole, 'rs')}`],
  [
    'the given program quoted before',
    `You gave me:\n\n${fence(readStarter())}\nThe fixed version, \`src/main.rs\`:\n\n${fence(whole)}`,
  ],
  ['commands afterwards', `${fence(whole)}\nTry it:\n\n${fence('cargo run -- add "x"', 'sh')}`],
] as const)('an answer with %s gives the whole file', ([, reply]) => {
  const extraction = extractAnswer(reply, task.answerFiles);
  expect(extraction.ok && extraction.files['src/main.rs']?.trim()).toBe(whole.trim());
});
