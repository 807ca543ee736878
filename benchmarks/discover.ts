/** From settings to a plan: finds the models, starts a server where one is needed, and says what the run is. */
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { effectiveArgs, hashArgs, hfRepoOf, modelPathOf } from '../models/effective-args.ts';
import { maskSecrets } from '../models/mask-secrets.ts';
import { connectRouter, type ListedModel } from '../models/router.ts';
import { BUILT_IN_TASKS, loadTasks, type Task } from '../tasks/tasks.ts';
import { apiKey } from './api-key.ts';
import { modelOfFolder, sha256 } from './names.ts';
import type { PlannedModel, PlannedTask, RunPlan } from './plan.ts';
import { rubricHash } from './rubric-hash.ts';
import { type Settings, SetupError } from './settings.ts';
import { ownVersions } from './versions.ts';

/** A plan, and what must be stopped when the run ends. */
export interface Discovery {
  plan: RunPlan;
  /** Stops what this run started; idempotent. */
  close(): Promise<void>;
}

/** What one way of finding models yields; the rest of the plan is the same for all. */
interface Found {
  mode: RunPlan['mode'];
  headline: string;
  models: Omit<PlannedModel, 'order'>[];
  warnings?: string[];
  serverLog?: string;
  close?: () => Promise<void>;
}

/** Finds the models in the first place that applies: a folder of answers, recordings, a server, a preset, the samples. */
export async function discover(settings: Settings, tasks: Task[]): Promise<Discovery> {
  const found = await findModels(settings, tasks);
  const references = settings.answersFrom ? [] : settings.references.map(plannedReference);
  const models = [...found.models, ...references].map((model, order) => ({ ...model, order }));
  await checkModels(models, found);
  return { plan: planOf(settings, tasks, found, models), close: async () => found.close?.() };
}

/** Refuses a run that could not tell its models apart, has none, or lacks a key; nothing is left running then. */
async function checkModels(models: PlannedModel[], { headline, close }: Found): Promise<void> {
  const twin = models.find((model, at) => models.findIndex(({ id }) => id === model.id) < at);
  const keyless = models.find(
    ({ source }) => source.via === 'api' && source.apiKeyEnv !== null && !process.env[source.apiKeyEnv],
  );
  const problem =
    models.length === 0
      ? `There is no model to bench: ${headline}.`
      : twin
        ? `Two models are called ${twin.id}. Rename one: the reference in the plugin's options, the section of the preset, or the folder.`
        : keyless?.source.via === 'api'
          ? `The reference model ${keyless.id} takes its key from ${keyless.source.apiKeyEnv}, which is not set. Set it, or leave apiKeyEnv out.`
          : null;
  if (problem === null) return;
  await close?.();
  throw new SetupError(problem);
}

/**
 * Models and tasks without any server: for `vitest list` (the preset file's models, those of a running server that was named, else the samples') and for merged
 * reports, which bring their own.
 */
export async function discoverOffline(
  settings: Settings,
  tasks: Task[],
  models?: PlannedModel[],
): Promise<RunPlan> {
  if (models) return planOf(settings, tasks, { mode: 'replay', headline: '', models: [] }, models);
  const found = await findModelsOffline(settings);
  const all = [...found.models, ...settings.references.map(plannedReference)];
  return planOf(
    settings,
    tasks,
    found,
    all.map((model, order) => ({ ...model, order })),
  );
}

async function findModelsOffline(settings: Settings): Promise<Found> {
  if (settings.answersFrom) return fromAnswers(settings);
  if (settings.serverUrls.length > 0) return fromRunningServers(settings);
  if (settings.answers === 'replay' || (await findPreset(settings))) return fromFiles(settings);
  const { sampleIds } = await import('./sample.ts');
  const models = (await sampleIds()).map((id) => ({
    ...withoutServer(id),
    kind: 'sample' as const,
    source: { via: 'recordings' as const },
  }));
  return { mode: 'sample', headline: 'sample models', models };
}

/** The built-in tasks and the user's, in column order. */
export function loadAllTasks({ builtInTasks, tasks }: Settings): Promise<Task[]> {
  return loadTasks([...(builtInTasks ? [BUILT_IN_TASKS] : []), ...tasks]);
}

async function findModels(settings: Settings, tasks: Task[]): Promise<Found> {
  if (settings.answersFrom) return fromAnswers(settings);
  if (settings.answers === 'replay') return fromFiles(settings);
  if (settings.serverUrls.length > 0) return fromRunningServers(settings);
  const preset = await findPreset(settings);
  if (preset) return fromPreset(settings, preset);
  if (settings.references.length > 0)
    return { mode: 'server', headline: 'reference models only: no models/preset.ini', models: [] };
  return fromSamples(settings, tasks);
}

async function fromAnswers(settings: Settings): Promise<Found> {
  const folder = settings.answersFrom!;
  const names = await folderNames(folder);
  if (names === null)
    throw new SetupError(
      `CODEBENCH_ANSWERS_FROM names ${folder}, which is not a folder. Give a folder that holds <model>/<task>.md.`,
    );
  return {
    mode: 'answers',
    headline: `answers from ${relative(settings.root, folder) || '.'}, no server`,
    models: names.map((name) => ({
      ...withoutServer(modelOfFolder(name)),
      kind: 'answers' as const,
      source: { via: 'folder' as const, folder: join(folder, name) },
    })),
  };
}

/** The preset's models in its order; without a preset those that have recordings. */
async function fromFiles(settings: Settings): Promise<Found> {
  const preset = await findPreset(settings);
  const ids = preset
    ? (await (await loadUserPreset()).checkPreset(preset)).names
    : ((await folderNames(settings.recordings)) ?? [])
        .map(modelOfFolder)
        .filter((id) => !isReference(settings, id));
  if (ids.length === 0)
    throw new SetupError(
      `CODEBENCH_ANSWERS=replay found nothing to replay: ${preset ?? 'no models/preset.ini'}, and no model in ${settings.recordings}. Run once without it.`,
    );
  return {
    mode: 'replay',
    headline: `replay of ${relative(settings.root, settings.recordings)}, no server`,
    models: ids.map((id) => ({
      ...withoutServer(id),
      kind: 'local' as const,
      source: { via: 'recordings' as const },
    })),
  };
}

async function fromRunningServers(settings: Settings): Promise<Found> {
  const preset = await findPreset(settings);
  const routers = await Promise.all(settings.serverUrls.map(describeRouter));
  const merged = new Map<string, { listed: ListedModel; urls: string[] }>();
  for (const { url, models } of routers)
    for (const listed of models) {
      const known = merged.get(listed.id);
      if (known) known.urls.push(url);
      else merged.set(listed.id, { listed, urls: [url] });
    }
  const order = preset ? await (await loadUserPreset()).lenientOrder(preset) : [];
  const models = [...merged.values()].map(({ listed, urls }) => plannedLocal(listed, urls));
  return {
    mode: 'server',
    headline: `models of ${settings.serverUrls.map(maskSecrets).join(', ')}`,
    models: sortBy(models, order),
    warnings: routers.flatMap(({ warnings }) => warnings),
  };
}

async function fromPreset(settings: Settings, preset: string): Promise<Found> {
  // A newer llama-server may know options that our list does not: it has the last word.
  const { checkPreset } = await loadUserPreset();
  const checked = await checkPreset(preset, { unknownOptions: 'warn' });
  const { startManagedServer } = await import('./managed-server.ts');
  const server = await startManagedServer(settings, preset);
  try {
    const { models, warnings } = await describeRouter(server.url);
    return {
      mode: 'preset',
      headline: `models of ${relative(settings.root, preset)}`,
      models: sortBy(
        models.map((listed) => plannedLocal(listed, [server.url])),
        checked.names,
      ),
      warnings: [...checked.warnings, ...server.warnings, ...warnings],
      serverLog: server.logPath,
      close: server.stop,
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function fromSamples(settings: Settings, tasks: Task[]): Promise<Found> {
  const { startSampleRouter } = await import('./sample.ts');
  const router = await startSampleRouter(tasks);
  const { models } = await describeRouter(router.url);
  return {
    mode: 'sample',
    headline:
      'SAMPLE RUN: no models/preset.ini here, so the stand-in router answers with sample answers; speeds are not of any model',
    models: sortBy(
      models.map((listed) => ({ ...plannedLocal(listed, [router.url]), kind: 'sample' as const })),
      router.order,
    ),
    close: router.close,
    warnings: settings.serverBin ? ['CODEBENCH_SERVER_BIN is set, but there is no preset for it'] : [],
  };
}

async function describeRouter(
  url: string,
): Promise<{ url: string; models: ListedModel[]; warnings: string[] }> {
  const router = await connectRouter({ url, ...apiKey() });
  try {
    const listed = await router.listModels();
    const hasSource = listed.some((model) => model.source !== null);
    const models = hasSource ? listed.filter((model) => model.source === 'preset') : listed;
    return { url, models: models.filter(hasModel), warnings: router.warnings };
  } finally {
    await router.close();
  }
}

/** Keys before the first section become a section `default`: listed, but no model. */
function hasModel({ id, status: { args } }: ListedModel): boolean {
  return id !== 'default' || modelPathOf(args) !== null || hfRepoOf(args) !== null;
}

function isReference({ references }: Settings, id: string): boolean {
  return references.some(({ name }) => name === id);
}

function plannedLocal(listed: ListedModel, urls: string[]): Omit<PlannedModel, 'order'> {
  return {
    id: listed.id,
    kind: 'local',
    source: { via: 'router', urls },
    effectiveArgs: effectiveArgs(listed.status.args),
    argsHash: hashArgs(listed.status.args),
    modelPath: modelPathOf(listed.status.args),
  };
}

/** What its row depends on stands in its arguments, so that another model behind the same name is asked anew. */
function plannedReference(reference: Settings['references'][number]): Omit<PlannedModel, 'order'> {
  const { name, baseUrl, model, apiKeyEnv } = reference;
  return {
    id: name,
    kind: 'reference',
    source: { via: 'api', baseUrl, model, apiKeyEnv: apiKeyEnv ?? null },
    effectiveArgs: ['base URL', maskSecrets(baseUrl), 'model', model],
    argsHash: sha256(`${baseUrl}\n${model}`),
    modelPath: null,
  };
}

function withoutServer(id: string) {
  return { id, effectiveArgs: [], argsHash: null, modelPath: null };
}

/** models/preset.ini unless another was named. A named one that is missing is the user's mistake; the default may be absent. */
async function findPreset(settings: Settings): Promise<string | null> {
  const path = join(settings.root, 'models', 'preset.ini');
  if (!settings.preset) return (await exists(path)) ? path : null;
  const named = settings.preset.startsWith('/') ? settings.preset : join(settings.root, settings.preset);
  if (await exists(named)) return named;
  throw new SetupError(
    `The preset ${named} does not exist; it was named by ${settings.presetNamedBy}. Correct the path or make the file.`,
  );
}

/** Loaded only where a preset is read: most of what a start costs is loading. */
const loadUserPreset = () => import('./user-preset.ts');

function sortBy<T extends { id: string }>(models: T[], order: string[]): T[] {
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return models.toSorted((a, b) => place(a.id) - place(b.id));
}

function planOf(settings: Settings, tasks: Task[], found: Found, models: PlannedModel[]): RunPlan {
  const {
    root,
    recordings,
    cacheDir,
    answers,
    answerTimeoutMs,
    stallMs,
    loadTimeoutMs,
    unsafeNoSandbox,
    gate,
  } = settings;
  return {
    annotates: false,
    earlyLoad: null,
    mode: found.mode,
    headline: found.headline,
    models,
    tasks: tasks.map(plannedTask),
    versions: ownVersions(),
    samples: settings.samples,
    warnings: found.warnings ?? [],
    root,
    recordings:
      found.mode === 'sample' ? join(root, '.vitest', 'llama-codebench', 'sample-recordings') : recordings,
    cacheDir,
    answers,
    answerTimeoutMs,
    stallMs,
    loadTimeoutMs,
    unsafeNoSandbox,
    gate: { leastScore: gate.leastScore ?? null, noErr: gate.noErr ?? false },
    serverLog: found.serverLog ?? null,
  };
}

function plannedTask({ slug, folder, file, prompt, title, column, order, language }: Task): PlannedTask {
  return { slug, folder, file, prompt, title, column, order, language, rubricHash: rubricHash(folder) };
}

/** Names of the folders in a folder, sorted; null when it is no folder. Hidden ones are nobody's model. */
async function folderNames(folder: string): Promise<string[] | null> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  return (
    entries
      ?.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort() ?? null
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
