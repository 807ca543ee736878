/** What llama-server in router mode replies: zod at the edge, and the errors that name what to do. */
import { z } from 'zod';
import { cutText, describeErrorBody, parseJson } from './chat-failure.ts';
import type { HttpReply } from './http-client.ts';

/** The server is not what is needed, or does not do what was asked: printed without a stack trace. */
export class RouterError extends Error {
  override name = 'RouterError';
  constructor(message: string) {
    super(message);
    this.stack = `${this.name}: ${message}`;
  }
}

/** The model could not be loaded. Its reason stands in the server's log only; the caller adds it. */
export class LoadFailed extends Error {
  override name = 'LoadFailed';
  readonly model: string;
  /** Of the model's process; null when it has not ended or the server does not say. A signal's death is 1 as well. */
  readonly exitCode: number | null;
  constructor(model: string, message: string, exitCode: number | null = null) {
    super(message);
    this.stack = `${this.name}: ${message}`;
    this.model = model;
    this.exitCode = exitCode;
  }
}

const Status = z.object({
  /** unloaded, loading, loaded, sleeping, downloading, downloaded; newer builds may have more. */
  value: z.string(),
  args: z
    .array(z.string())
    .nullish()
    .transform((args) => args ?? []),
  preset: z.string().optional(),
  failed: z.boolean().optional(),
  exit_code: z.number().optional(),
});

/** Known of a running model only. */
const Meta = z.looseObject({
  n_ctx: z.number().optional(),
  n_params: z.number().optional(),
  size: z.number().optional(),
  ftype: z.string().optional(),
});

const ListedModel = z.object({
  id: z.string(),
  aliases: z
    .array(z.string())
    .nullish()
    .transform((aliases) => aliases ?? []),
  /** preset, models_dir or cache; null where an older build does not tell. */
  source: z
    .string()
    .nullish()
    .transform((source) => source ?? null),
  status: Status,
  meta: Meta.nullish().transform((meta) => meta ?? null),
});
export type ListedModel = z.infer<typeof ListedModel>;

const ModelList = z.object({ data: z.array(ListedModel) });

const Slots = z.array(z.looseObject({ is_processing: z.boolean() }));

const Props = z.looseObject({
  role: z.string().optional(),
  max_instances: z.number().optional(),
  build_info: z.string().optional(),
  default_generation_settings: z.unknown().optional(),
});

export interface RouterProps {
  buildInfo: string | null;
  /** How many models may be loaded at once; null where the build does not tell. */
  maxInstances: number | null;
}

/** GET /props of a router; throws RouterError for everything else that may answer at this address. */
export function parseRouterProps(url: string, { status, text }: HttpReply): RouterProps {
  if (status === 401 || status === 403)
    throw new RouterError(
      `The server at ${url} refused the API key (HTTP ${status}: ${describeReply(text)}). Set LLAMA_API_KEY to the key that the server was started with.`,
    );
  const json = parseJson(text);
  const props = json.ok ? Props.safeParse(json.value) : null;
  const isLlamaServer = props?.success && 'default_generation_settings' in props.data;
  if (status !== 200 || !props?.success || !(isLlamaServer || props.data.role === 'router'))
    throw new RouterError(
      `What answers at ${url} is not llama-server in router mode (GET /props: HTTP ${status}: ${describeReply(text)}). Give the address of a llama-server that was started with --models-preset.`,
    );
  if (props.data.role !== 'router')
    throw new RouterError(
      `The llama-server at ${url} is not in router mode: it serves one model. Start it with --models-preset FILE and without -m, --model and -hf (and without LLAMA_ARG_MODEL in its environment), or use a build that has router mode.`,
    );
  return { buildInfo: props.data.build_info ?? null, maxInstances: props.data.max_instances ?? null };
}

/** What a run on this router should be warned of, a sentence each. */
export function warnOfRouter(url: string, { buildInfo, maxInstances }: RouterProps): string[] {
  const warnings: string[] = [];
  if (!/^b0*[1-9]\d*/.test(buildInfo ?? ''))
    warnings.push(
      `The llama-server at ${url} does not say which build it is (build_info ${JSON.stringify(buildInfo)}): its speeds cannot be assigned to a version of llama.cpp. Official releases name their build.`,
    );
  if (maxInstances !== 1)
    warnings.push(
      `The llama-server at ${url} may hold ${maxInstances ?? 'an unknown number of'} models at once: start it with --models-max 1, so that no other model takes memory from the one that is measured.`,
    );
  return warnings;
}

export function parseModelList(url: string, { status, text }: HttpReply): ListedModel[] {
  const json = parseJson(text);
  const list = json.ok ? ModelList.safeParse(json.value) : null;
  if (status === 200 && list?.success) return list.data.data;
  const why = list && !list.success && status === 200 ? z.prettifyError(list.error) : describeReply(text);
  throw new RouterError(
    `GET ${url}/models did not give a router's list of models (HTTP ${status}): ${cutText(why, 500)}. Is it a llama-server in router mode?`,
  );
}

/** Whether a request is being worked on; null when the server does not tell (--no-slots, an older build). */
export function parseIsProcessing({ status, text }: HttpReply): boolean | null {
  // The model is not loaded: nothing can be generating.
  if (status === 400) return false;
  const json = parseJson(text);
  const slots = json.ok ? Slots.safeParse(json.value) : null;
  return status === 200 && slots?.success ? slots.data.some((slot) => slot.is_processing) : null;
}

export function describeReply(text: string): string {
  const json = parseJson(text);
  return cutText((json.ok ? describeErrorBody(json.value) : null) ?? text, 500) || 'an empty body';
}
