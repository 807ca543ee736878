/**
 * A llama.cpp preset (`llama-server --models-preset`), read as llama-server reads it, or refused with file and line.
 * Where a server runs, its GET /models is the truth; this reading serves where there is none to ask.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hashedValue, isEffective } from './effective-args.ts';
import { isSecretName } from './mask-secrets.ts';
import { checkPreset, readAliases } from './preset-check.ts';
import { readLines } from './preset-lines.ts';
import { SERVER_OPTIONS, type ServerOptions } from './preset-options.ts';
import type { CheckOptions, PresetProblem } from './preset-problem.ts';
import {
  GLOBAL_NAME,
  gatherSections,
  listedName,
  type PresetSection,
  readOptions,
} from './preset-sections.ts';

export type { PresetProblem } from './preset-problem.ts';
export { explainServerRefusal, formatPresetProblems } from './preset-report.ts';

export interface ModelPreset {
  /** As llama-server lists it. */
  name: string;
  /** As written between [ and ]. */
  section: string;
  /** Of the header, 1-based. */
  line: number;
  /** Other names under which the server knows the model. */
  aliases: string[];
  /**
   * What the model runs with: [*], overlaid by the section; under llama-server's own long names, switches as true or
   * false. May hold secrets (hf-token): mask before showing.
   */
  options: Record<string, string>;
  /** SHA-256 of the options that have a say in the answers; the same for another spelling, order or model folder. */
  hash: string;
}

export type PresetReading =
  | { ok: true; presets: ModelPreset[]; globals: Record<string, string>; warnings: PresetProblem[] }
  | { ok: false; problems: PresetProblem[] };

/** The models of a preset in file order, or everything that is wrong with it. */
export function parsePresets(text: string, options: Partial<CheckOptions> = {}): PresetReading {
  const { known = SERVER_OPTIONS, unknownOptions = 'refuse' } = options;
  const lines = readLines(text);
  const problems = checkPreset(lines, { known, unknownOptions });
  if (problems.some((problem) => problem.severity === 'error')) return { ok: false, problems };
  const { sections } = gatherSections(lines);
  const globals = readOptions(sections.find(({ header }) => header.name === GLOBAL_NAME)?.pairs ?? [], known);
  const models = sections.filter(({ header }) => header.name !== GLOBAL_NAME);
  const presets = models.map((section) => readModel(section, globals, known));
  return { ok: true, presets, globals, warnings: problems };
}

function readModel(
  { header, pairs }: PresetSection,
  globals: Record<string, string>,
  known: ServerOptions,
): ModelPreset {
  // Both are about the list of models, not about a model; the server takes them out as well.
  const { alias, tags: _, ...options } = { ...globals, ...readOptions(pairs, known) };
  return {
    name: listedName(header.name),
    section: header.name,
    line: header.line,
    aliases: readAliases(alias),
    options,
    hash: hashOptions(options),
  };
}

function hashOptions(options: Record<string, string>): string {
  const pairs = Object.entries(options)
    .filter(([name]) => isEffective(name) && !isSecretName(name))
    .map(([name, value]) => JSON.stringify([name, hashedValue(name, value)]))
    .sort();
  return createHash('sha256').update(pairs.join('\n')).digest('hex');
}

/** There is no preset to read: missing, a folder, not text. The message says what to do; it needs no stack trace. */
export class PresetError extends Error {
  override name = 'PresetError';
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.path = path;
  }
}

/** Reads and parses a preset file; throws PresetError where there is no text to parse. */
export async function readPresets(path: string, options: Partial<CheckOptions> = {}): Promise<PresetReading> {
  return parsePresets(await readPresetText(path), options);
}

/** The text of a preset; throws PresetError where there is none. */
export async function readPresetText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new PresetError(path, explainUnreadable(path, error));
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new PresetError(path, `${path} is not UTF-8 text. Save it as UTF-8 without BOM.`);
  }
}

function explainUnreadable(path: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    return (
      `There is no preset at ${path}. Write one there ([my-model], below it model = /path/to/file.gguf), ` +
      'or set LLAMA_ARG_MODELS_PRESET to the path of yours.'
    );
  if (error.code === 'EISDIR')
    return `${path} is a folder. Name the preset itself, e.g. ${path.replace(/\/*$/, '')}/preset.ini.`;
  if (error.code === 'EACCES' || error.code === 'EPERM')
    return `The preset ${path} may not be read by this user. Change its permissions, or name another one.`;
  return `The preset ${path} could not be read (${error.message}). Check the path and the disk.`;
}

/** The models' names in file order, as far as they can be made out: to sort the list of a server that accepted the file. */
export function sectionOrder(text: string): string[] {
  const names: string[] = [];
  for (const line of readLines(text)) {
    if (line.kind === 'header') names.push(listedName(line.name));
    else if (names.length === 0 && line.kind === 'pair' && line.key !== 'version') names.push('default');
  }
  return [...new Set(names)].filter((name) => name !== GLOBAL_NAME);
}
