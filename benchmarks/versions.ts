/** What gives the points beside a task's own files: our version, and what we run on. Read once, without a process. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** In the source tree this folder lies in the package's root, in the published package in its dist/. */
const OUR_MANIFEST = new URL(
  import.meta.url.endsWith('.ts') ? '../package.json' : '../../package.json',
  import.meta.url,
);

export function ownVersions(): Record<string, string> {
  const vitest = createRequire(import.meta.url).resolve('vitest/package.json');
  return {
    'llama-codebench': versionIn(OUR_MANIFEST),
    node: process.versions.node,
    vitest: versionIn(vitest),
  };
}

function versionIn(manifest: URL | string): string {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
