/** The Vite plugin: adds the project `bench` when the command line asks for it. Kept small: every Vitest start bundles it. */
import { enableCompileCache } from 'node:module';
import type { Plugin } from 'vite';
import type { UserTest } from './bench-project.ts';
import type { CodebenchOptions } from './benchmarks/settings.ts';

export type { CodebenchOptions } from './benchmarks/settings.ts';

/**
 * Add it to `plugins` in vitest.config.ts. Without `--project bench` it changes nothing and asks no server.
 * Throws SetupError for what the user must mend before a run can start.
 */
export function llamaCodebench(options: CodebenchOptions = {}): Plugin {
  let acted = false;
  return {
    name: 'llama-codebench',
    async config(config) {
      const test = ((config as { test?: UserTest }).test ?? {}) as UserTest;
      // The hook runs again for every project that inherits the root's plugins.
      if (acted || !(asksForBench(test) || test.mergeReports)) return;
      acted = true;
      shareCompileCache();
      // The variable keeps the rest out of Vite's bundle of the config: Node loads it faster by itself.
      const rest = new URL(
        `./bench-project.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`,
        import.meta.url,
      ).href;
      const { benchConfig } = (await import(/* @vite-ignore */ rest)) as typeof import('./bench-project.ts');
      return { test: await benchConfig(options, config.root ?? process.cwd(), test) };
    },
  };
}

/** Node keeps our compiled modules, for this process and, by the variable, for its workers: 0.3 s a run. */
function shareCompileCache(): void {
  const { directory } = enableCompileCache();
  if (directory) process.env.NODE_COMPILE_CACHE ??= directory;
}

/** True when a positive `--project` filter matches "bench"; a bare `vitest` never starts a benchmark. */
function asksForBench({ project }: UserTest): boolean {
  return [project ?? []].flat().some(
    (filter) =>
      !filter.startsWith('!') &&
      new RegExp(
        `^${filter
          .split('*')
          .map((part) => RegExp.escape(part))
          .join('.*')}$`,
      ).test('bench'),
  );
}
