/** Puts what is no TypeScript beside the built JavaScript: prompts, drivers, references, samples, the published run, the report page. Part of `npm run build`. */
import { cpSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

for (const folder of ['tasks', 'models/samples'])
  cpSync(`${ROOT}${folder}`, `${ROOT}dist/${folder}`, {
    recursive: true,
    // Sources of answers may be TypeScript one day; ours lie directly in a task's folder.
    filter: (path) => !/\/tasks\/([^/]+\/)?[^/]+\.ts$|\/tasks\/(mutation|[^/]+\/mutants)$/.test(path),
  });

cpSync(
  `${ROOT}reporters/published/results-2026-03.json`,
  `${ROOT}dist/reporters/published/results-2026-03.json`,
);

// The page is bundled here: who installs the package has neither its sources nor what it is made with.
const { BUILT, buildClient } = await import('../dist/reporters/html/client-bundle.js');
writeFileSync(
  `${ROOT}dist/reporters/html/${BUILT}`,
  JSON.stringify(await buildClient(`${ROOT}reporters/html/client/main.tsx`)),
);
