/** Builds the test page of the views with Vite, as the report is built, and writes it with its data. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type Rolldown } from 'vite';
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { makeRun } from '../fixtures.ts';
import { placeTranscripts } from './transcript-files.ts';
import { type FilesOf, safeJson, type TaskTexts, type TranscriptPlace, withoutTexts } from './transcripts.ts';

export interface RigPage {
  trials: Trial[];
  run?: RunFacts;
  tasks?: TaskTexts;
  filesOf?: FilesOf;
  place?: TranscriptPlace;
}

let script: Promise<string> | null = null;

/** Returns the address of the page. */
export async function writeRigPage({
  trials,
  run = makeRun(trials),
  tasks = {},
  filesOf = async () => null,
  place = 'beside',
}: RigPage): Promise<string> {
  script ??= bundle();
  const folder = await mkdtemp(join(tmpdir(), 'codebench-views-'));
  await mkdir(folder, { recursive: true });
  const { texts } = await placeTranscripts(folder, trials, { place, tasks, filesOf });
  const data = { run, trials: trials.map(withoutTexts), tasks, transcripts: texts.transcripts };
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Views</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><body><div id="app"></div>
<script type="application/json" id="data">${safeJson(data)}</script>
${texts.embedded}
<script type="module">${(await script).replaceAll('</script', '<\\/script')}</script></body></html>`;
  await writeFile(join(folder, 'index.html'), html);
  return pathToFileURL(join(folder, 'index.html')).href;
}

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('client/views-rig.tsx', import.meta.url));
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { write: false, rolldownOptions: { input: entry }, modulePreload: false, target: 'esnext' },
  })) as Rolldown.RolldownOutput;
  return output.output.find((part) => part.type === 'chunk')!.code;
}
