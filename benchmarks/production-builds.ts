/**
 * Vitest starts its workers with the export condition `development`, with which the Markdown parser's development build
 * is loaded: it asserts at every step. This worker runs nothing but our stubs, so it takes the builds that users get.
 */
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier, {
      ...context,
      conditions: context.conditions.filter((condition) => condition !== 'development'),
    }),
});
