/** The page's program and styles as text, bundled once: kept on disk under a hash of all that goes into it. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';

export interface ClientBundle {
  script: string;
  style: string;
}

/** Beside this file in the published package, which holds no sources of the page. */
export const BUILT = 'client-bundle.json';

let known: Promise<ClientBundle> | null = null;

/** Takes what is built, or builds: about a second, the first time only. */
export function clientBundle(): Promise<ClientBundle> {
  known ??= readBundle(fileURLToPath(new URL(BUILT, import.meta.url))).then((built) => built ?? buildOnce());
  return known;
}

async function buildOnce(): Promise<ClientBundle> {
  const folder = fileURLToPath(new URL('../../node_modules/.cache/llama-codebench/', import.meta.url));
  const file = join(folder, `page-${await hashSources()}.json`);
  const kept = await readBundle(file);
  if (kept) return kept;
  const bundle = await buildClient();
  await keep(file, bundle).catch(() => {});
  return bundle;
}

async function readBundle(file: string): Promise<ClientBundle | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? null : (JSON.parse(text) as ClientBundle);
}

/** A reader never sees half a file. A folder that cannot be written costs a second the next time. */
async function keep(file: string, bundle: ClientBundle): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, JSON.stringify(bundle));
  await rename(temporary, file);
}

/** Everything under reporters/ that a browser could be given, and the versions of what it is built with. */
async function hashSources(): Promise<string> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const names = (await readdir(root, { recursive: true }))
    .filter((name) => /\.(tsx?|css)$/.test(name) && !name.includes('.test.'))
    .sort();
  const lock = new URL('../../package-lock.json', import.meta.url);
  const texts = await Promise.all([
    ...names.map((name) => readFile(join(root, name))),
    readFile(lock).catch(() => ''),
  ]);
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('hex').slice(0, 16);
}

const ENTRY = fileURLToPath(new URL('client/main.tsx', import.meta.url));

/** `entry`: path of the page's program. */
export async function buildClient(entry = ENTRY): Promise<ClientBundle> {
  const { build } = await import('vite');
  const { output } = (await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      write: false,
      target: 'esnext',
      modulePreload: false,
      // Else Vite lets the script bring the styles, and a reader without JavaScript has none.
      cssCodeSplit: false,
      rolldownOptions: {
        input: entry,
        output: { format: 'iife' },
      },
    },
  })) as Rolldown.RolldownOutput;
  const chunk = output.find((part) => part.type === 'chunk')!;
  const sheets = output.filter((part) => part.type === 'asset' && part.fileName.endsWith('.css'));
  return {
    script: chunk.code,
    style: sheets.map((sheet) => (sheet.type === 'asset' ? String(sheet.source) : '')).join('\n'),
  };
}
