/**
 * Vitest starts its workers with the export condition `development`, with which the Markdown parser's development build
 * is loaded: it asserts at every step. This worker runs nothing but our stubs, so it takes the builds that users get.
 * And zod's index loads its messages in 60 languages, of which nobody here asks for one: 30 ms.
 */
import { registerHooks } from 'node:module';

const NOTHING = { url: 'data:text/javascript,', format: 'module', shortCircuit: true };

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === '../locales/index.js' && /\/zod\/v4\/\w+\/\w+\.js$/.test(context.parentURL ?? ''))
      return NOTHING;
    return nextResolve(specifier, {
      ...context,
      conditions: context.conditions.filter((condition) => condition !== 'development'),
    });
  },
});
