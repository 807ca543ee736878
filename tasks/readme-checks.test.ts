import { expect, test } from 'vitest';
import { readmeChecks } from './readme-checks.ts';

test('checks and points are read from the table that has both, in whatever columns', () => {
  const markdown = `
| program | what |
| --- | --- |
| driver | 3 |

| why | points | check |
| :-- | --: | --- |
| a | 2 | \`class-loads\` |
| b | 0.5 | tidy |

| tidy | 5 |`;
  expect(readmeChecks(markdown)).toEqual({ 'class-loads': 2, tidy: 0.5 });
});

test('a README without such a table is told what to add', () => {
  expect(() => readmeChecks('| check | why |\n| --- | --- |\n| tidy | x |')).toThrow(
    /columns `check` and `points`/,
  );
});
