/** What ESLint's recommended rules say of JavaScript source. Comments in it switch nothing off. */
import js from '@eslint/js';
import { Linter } from 'eslint';
import globals from 'globals';

/** Parameters and caught errors belong to a signature; the rest of what is unused counts. */
const UNUSED = ['error', { args: 'none', caughtErrors: 'none' }] as const;

const linter = new Linter();

export function lint(source: string, style: 'es-module' | 'commonjs' | 'script'): string[] {
  const sourceType = style === 'es-module' ? 'module' : 'commonjs';
  const messages = linter.verify(source, [
    js.configs.recommended,
    {
      languageOptions: { ecmaVersion: 'latest', sourceType, globals: globals.node },
      linterOptions: { noInlineConfig: true },
      rules: { 'no-unused-vars': [...UNUSED] },
    },
  ]);
  return messages.map(({ ruleId, line }) => `${ruleId ?? 'syntax'} in line ${line}`);
}
