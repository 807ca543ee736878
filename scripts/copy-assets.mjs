/** Puts what is no TypeScript beside the built JavaScript: prompts, drivers, references, samples, the published run. Part of `npm run build`. */
import { cpSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

for (const folder of ['tasks', 'models/samples'])
  cpSync(`${ROOT}${folder}`, `${ROOT}dist/${folder}`, {
    recursive: true,
    // Sources of answers may be TypeScript one day; ours lie directly in a task's folder.
    filter: (path) => !/\/tasks\/([^/]+\/)?[^/]+\.ts$|\/tasks\/(mutation|[^/]+\/mutants)$/.test(path),
  });

// The page's program, so that nobody who only installed the package needs its sources.
const { buildClient, BUILT } = await import('../reporters/html/client-bundle.ts');
writeFileSync(`${ROOT}dist/reporters/html/${BUILT}`, JSON.stringify(await buildClient()));

cpSync(
  `${ROOT}reporters/published/results-2026-03.json`,
  `${ROOT}dist/reporters/published/results-2026-03.json`,
);
