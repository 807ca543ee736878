/** What ESLint's recommended rules say of JavaScript source. Comments in it switch nothing off. */
import js from '@eslint/js';
import { Linter } from 'eslint';
import globals from 'globals';
import type { AnswerModule } from './answer-module.ts';

/** Parameters and caught errors belong to a signature; the rest of what is unused counts. */
const UNUSED = ['error', { args: 'none', caughtErrors: 'none' }] as const;

const linter = new Linter();

export function lint({ name, text }: AnswerModule): string[] {
  const sourceType = name.endsWith('.cjs') ? 'commonjs' : 'module';
  const messages = linter.verify(text, [
    js.configs.recommended,
    {
      languageOptions: { ecmaVersion: 'latest', sourceType, globals: globals.node },
      linterOptions: { noInlineConfig: true },
      rules: { 'no-unused-vars': [...UNUSED] },
    },
  ]);
  return messages.map(({ ruleId, line }) => `${ruleId ?? 'syntax'} in line ${line}`);
}
