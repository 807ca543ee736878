/**
 * The stand-in as a program: `--config script.json`, or llama-server's own flags, so that it can play CODEBENCH_SERVER_BIN.
 * With llama-server's flags the models are the preset's sections, and the rest comes from STAND_IN_ANSWERS (a folder of
 * <model>/<task>.md), STAND_IN_LOG (a file for JSON lines) and STAND_IN_SCRIPT (a JSON file, see script.ts).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startStandInRouter } from './router.ts';
import type { ScriptInput } from './script.ts';

type ModelInput = ScriptInput['models'][number];

const { values: flags } = parseArgs({
  strict: false,
  options: {
    config: { type: 'string' },
    'models-preset': { type: 'string' },
    'models-max': { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    'api-key': { type: 'string' },
    version: { type: 'boolean' },
  },
});

if (flags.version) console.log('version: 0 (stand-in)');
else await serve();

async function serve(): Promise<void> {
  const router = await startStandInRouter(await readScript());
  console.log(`listening on ${router.url}`);
  const stop = () => void router.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function readScript(): Promise<ScriptInput> {
  if (typeof flags.config === 'string') return readJson(flags.config);
  const { STAND_IN_ANSWERS, STAND_IN_LOG, STAND_IN_SCRIPT, LLAMA_API_KEY } = process.env;
  const script: Partial<ScriptInput> = STAND_IN_SCRIPT ? await readJson(STAND_IN_SCRIPT) : {};
  const apiKey = textOf('api-key') ?? LLAMA_API_KEY;
  return {
    ...script,
    ...(apiKey ? { apiKey } : {}),
    ...(STAND_IN_LOG ? { logFile: STAND_IN_LOG } : {}),
    host: textOf('host') ?? '127.0.0.1',
    port: Number(textOf('port') ?? 8080),
    maxInstances: Number(textOf('models-max') ?? 4),
    models: await readModels(textOf('models-preset'), script.models ?? [], STAND_IN_ANSWERS),
  };
}

/** The preset's models, each with what the script says of it. */
async function readModels(
  preset: string | undefined,
  scripted: ModelInput[],
  answers: string | undefined,
): Promise<ModelInput[]> {
  if (preset === undefined) return scripted;
  const sections = readSections(await readFile(preset, 'utf8'));
  return sections.map(({ id, args }) => ({
    ...(answers ? { answers: join(answers, id) } : {}),
    ...scripted.find((model) => model.id === id),
    id,
    args,
  }));
}

/** Headers and keys, as far as a simple preset needs it: `[*]` is under every section, and no name is rewritten. */
function readSections(text: string): { id: string; args: string[] }[] {
  const sections = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const [, key, value] = /^([A-Za-z_][\w.-]*)[ \t]*=[ \t]*([^;#]*)/.exec(line) ?? [];
    if (header !== undefined) {
      current = new Map();
      sections.set(header, current);
    } else if (key !== undefined) current.set(key, (value ?? '').trim());
  }
  const common = sections.get('*') ?? new Map();
  sections.delete('*');
  return [...sections].map(([id, keys]) => ({ id, args: toArgs(new Map([...common, ...keys])) }));
}

/** The real server spells short keys out (`c` is --ctx-size); a stand-in has no use for them. */
function toArgs(keys: Map<string, string>): string[] {
  return [...keys].flatMap(([key, value]) => [key.length <= 3 ? `-${key}` : `--${key}`, value]);
}

function textOf(flag: string): string | undefined {
  const value = flags[flag];
  return typeof value === 'string' ? value : undefined;
}

async function readJson(path: string): Promise<ScriptInput> {
  return JSON.parse(await readFile(path, 'utf8'));
}
