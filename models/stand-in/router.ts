/**
 * A router that speaks the HTTP of llama-server in router mode and answers from files: the sample run's server, and the
 * tests' server with scripted faults. It computes nothing: its speeds are its script's.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readAnswer } from './answers.ts';
import { countTokens, describeUse } from './chunks.ts';
import { Fleet } from './fleet.ts';
import type { Instance } from './instance.ts';
import {
  invalidRequest,
  type LlamaReply,
  loadingModel,
  notFound,
  serverError,
  wrongKey,
} from './llama-errors.ts';
import { type Asked, planAnswer, planFault, replyOf } from './plan.ts';
import { Player } from './player.ts';
import { LogWriter, type RequestLog } from './request-log.ts';
import { type Answer, type RequestFault, Script, type ScriptInput } from './script.ts';

export interface StandInOptions extends ScriptInput {
  /** Which task a prompt belongs to: sha256 (hex) -> task, or a function of the prompt. Without it `tasks` decides. */
  promptToTask?: Record<string, string> | ((prompt: string) => string | null);
}

export interface StandInRouter {
  url: string;
  /** What was asked so far; grows while the router runs. */
  log: RequestLog;
  /** Ends the model's process, as kill -9 does. */
  kill(model: string): void;
  close(): Promise<void>;
}

const JSON_TYPE = 'application/json; charset=utf-8';
const HELLO: LlamaReply = { status: 200, body: '<h1>It works!</h1>', contentType: 'text/html' };

/** What a request for no known prompt gets, when it asks for one token as a warm-up does. */
const WARM_UP: Answer = { content: 'Hello', reasoning: '' };

export async function startStandInRouter({ promptToTask, ...input }: StandInOptions): Promise<StandInRouter> {
  const router = new StandIn(Script.parse(input), promptToTask);
  const url = await router.listen();
  return { url, log: router.log, kill: (model) => router.kill(model), close: () => router.close() };
}

/** null: the response is being played. */
type Handler = (
  request: IncomingMessage,
  query: URLSearchParams,
  response: ServerResponse,
) => MaybeLater<LlamaReply | null>;
type MaybeLater<T> = T | Promise<T>;

class StandIn {
  readonly #script: Script;
  readonly #taskOf: (prompt: string) => string | null;
  readonly #log: LogWriter;
  readonly #fleet: Fleet;
  readonly #server: Server;
  readonly #routes: Record<string, Handler>;

  constructor(script: Script, promptToTask: StandInOptions['promptToTask']) {
    this.#script = script;
    this.#taskOf =
      typeof promptToTask === 'function' ? promptToTask : lookUpTask(promptToTask ?? script.tasks);
    this.#log = new LogWriter(script.logFile);
    this.#fleet = new Fleet(script, this.#log);
    this.#routes = {
      'GET /health': () => jsonReply({ status: 'ok' }),
      'GET /props': () => jsonReply(this.#describeServer()),
      'GET /models': () => jsonReply(this.#describeModels()),
      'GET /v1/models': () => jsonReply(this.#describeModels()),
      'GET /slots': (_request, query) => this.#describeSlots(query.get('model')),
      'POST /models/load': async (request) => this.#load(await readBody(request)),
      'POST /models/unload': async (request) => this.#unload(await readBody(request)),
      'POST /v1/chat/completions': (request, _query, response) => this.#complete(request, response),
    };
    this.#server = createServer((request, response) => void this.#handle(request, response));
    // As llama-server has it.
    this.#server.keepAliveTimeout = 5000;
  }

  get log(): RequestLog {
    return this.#log.log;
  }

  async listen(): Promise<string> {
    const { host, port } = this.#script;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
    const { port: bound } = this.#server.address() as AddressInfo;
    return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
  }

  kill(model: string): void {
    this.#fleet.find(model)?.end(true, 1);
  }

  async close(): Promise<void> {
    this.#fleet.close();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await this.#route(request, response).catch((error) => serverError(`stand-in: ${error}`));
    if (reply === null || response.destroyed) return;
    response.writeHead(reply.status, { 'content-type': reply.contentType ?? JSON_TYPE, server: 'llama.cpp' });
    response.end(reply.body);
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<LlamaReply | null> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://stand-in');
    if (this.#script.mode === 'stranger') return HELLO;
    if (pathname !== '/health' && !this.#mayEnter(request)) return wrongKey();
    const handler = this.#routes[`${request.method} ${pathname}`];
    return handler ? handler(request, searchParams, response) : notFound();
  }

  #mayEnter({ headers }: IncomingMessage): boolean {
    const { apiKey } = this.#script;
    return apiKey === null || headers.authorization === `Bearer ${apiKey}`;
  }

  #describeServer() {
    const { mode, buildInfo, maxInstances } = this.#script;
    const common = { default_generation_settings: { params: null, n_ctx: 0 }, build_info: buildInfo };
    if (mode === 'single') return { ...common, total_slots: 4, model_path: 'one.gguf' };
    return { role: 'router', max_instances: maxInstances, models_autoload: true, ...common };
  }

  #describeModels() {
    return { data: this.#fleet.instances.map(describeModel), object: 'list' };
  }

  #describeSlots(name: string | null): LlamaReply {
    const instance = this.#fleet.find(name);
    if (!instance) return invalidRequest(`model '${name}' not found`);
    if (instance.state === 'loading') return loadingModel();
    if (instance.state === 'unloaded') return invalidRequest('model is not loaded');
    return jsonReply([{ id: 0, n_ctx: 4096, speculative: false, is_processing: instance.work.size > 0 }]);
  }

  async #load(body: Body | null): Promise<LlamaReply> {
    if (!body) return notJson();
    return (await this.#fleet.load(body.model)) ?? jsonReply({ success: true });
  }

  #unload(body: Body | null): LlamaReply {
    if (!body) return notJson();
    return this.#fleet.unload(body.model) ?? jsonReply({ success: true });
  }

  async #complete(request: IncomingMessage, response: ServerResponse): Promise<LlamaReply | null> {
    const body = await readBody(request);
    if (!body) return notJson();
    if (body.model === undefined) return invalidRequest('model name is missing from the request');
    const instance = this.#fleet.find(body.model);
    if (!instance) return invalidRequest(`model '${body.model}' not found`);
    const prompt = lastPrompt(body);
    if (prompt === null) return invalidRequest("Expected 'messages' to be an array");
    const ticket = { kill: () => {} };
    const refused = instance.isReady
      ? null
      : await this.#fleet.makeReady(instance, ticket, whenGone(response));
    if (!refused) await this.#play({ request, response, instance, body, prompt });
    instance.finish(ticket);
    return refused;
  }

  async #play({ request, response, instance, body, prompt }: Arrived): Promise<void> {
    const task = this.#taskOf(prompt);
    const entry = this.#log.start(instance.model.id, task, body);
    const player = new Player({ response, instance, script: this.#script, entry, log: this.#log });
    const authorization = request.headers.authorization ?? '';
    await this.#answer(player, { instance, body, prompt, task, authorization });
  }

  async #answer(player: Player, { instance, body, prompt, task, authorization }: Question): Promise<void> {
    const { model } = instance;
    const isWarmUp = task === null && typeof body.max_tokens === 'number';
    const answer = isWarmUp ? WARM_UP : task === null ? null : await readAnswer(model.answers, task);
    const fault = this.#takeFault(instance, isWarmUp ? 'warm-up' : task);
    const asked = this.#describeAsked(answer ?? WARM_UP, { instance, body, prompt, authorization });
    if (fault) player.play(planFault(fault, asked));
    else if (answer === null)
      player.play(replyOf(serverError(`stand-in: ${model.id} has no answer for ${task ?? 'this prompt'}`)));
    else if (body.stream === true) player.play(planAnswer(asked));
    else player.playWhole(...wholeAnswer(asked));
  }

  #takeFault(instance: Instance, task: string | null): RequestFault | null {
    const { faults } = instance.model;
    const fault = faults[task ?? '*'] ?? (task === 'warm-up' ? undefined : faults['*']);
    return fault ? instance.takeFault(fault as RequestFault) : null;
  }

  #describeAsked(answer: Answer, { instance, body, prompt, authorization }: Omit<Question, 'task'>): Asked {
    const { chunkChars, chunkMs, buildInfo } = this.#script;
    return {
      answer,
      authorization,
      maxTokens: typeof body.max_tokens === 'number' ? body.max_tokens : null,
      cutting: {
        model: instance.model.id,
        buildInfo,
        promptTokens: countTokens(prompt),
        chunkChars: chunkChars ?? (chunkMs > 0 ? 4 : 200),
      },
    };
  }
}

type Body = Record<string, unknown>;

interface Arrived {
  request: IncomingMessage;
  response: ServerResponse;
  instance: Instance;
  body: Body;
  prompt: string;
}

interface Question {
  instance: Instance;
  body: Body;
  prompt: string;
  task: string | null;
  authorization: string;
}

/** The body of a reply that is not streamed, and how many pieces' time it takes. */
function wholeAnswer({ answer, cutting }: Asked): Parameters<Player['playWhole']> {
  const { content, reasoning } = answer;
  const tokens = countTokens(content) + countTokens(reasoning);
  const message = { role: 'assistant', content, ...(reasoning ? { reasoning_content: reasoning } : {}) };
  const body: Parameters<Player['playWhole']>[0] = (measured) =>
    JSON.stringify({
      choices: [{ finish_reason: 'stop', index: 0, message }],
      model: cutting.model,
      system_fingerprint: cutting.buildInfo,
      object: 'chat.completion',
      ...describeUse(cutting.promptTokens, tokens, measured),
    });
  return [body, Math.ceil((content.length + reasoning.length) / cutting.chunkChars)];
}

function describeModel({ model, state, failed, exitCode }: Instance) {
  return {
    id: model.id,
    aliases: model.aliases,
    tags: [],
    object: 'model',
    owned_by: 'llamacpp',
    status: {
      value: state,
      args: ['llama-server', '--host', '127.0.0.1', '--alias', model.id, ...model.args],
      preset: `[${model.id}]\n`,
      ...(state === 'unloaded' && exitCode !== null ? { exit_code: exitCode } : {}),
      ...(state === 'unloaded' && failed ? { failed: true } : {}),
    },
    ...(model.source === null ? {} : { source: model.source }),
    ...(state === 'loaded' ? { meta: model.meta } : {}),
  };
}

function lookUpTask(tasks: Record<string, string>): (prompt: string) => string | null {
  return (prompt) => tasks[createHash('sha256').update(prompt).digest('hex')] ?? null;
}

function lastPrompt({ messages }: Record<string, unknown>): string | null {
  if (!Array.isArray(messages)) return null;
  const last: unknown = messages.findLast((message) => message?.role === 'user')?.content;
  return typeof last === 'string' ? last : null;
}

function whenGone(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  return controller.signal;
}

async function readBody(request: IncomingMessage): Promise<Body | null> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  try {
    const body: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
    return typeof body === 'object' && body !== null ? (body as Body) : null;
  } catch {
    return null;
  }
}

function notJson(): LlamaReply {
  return invalidRequest('[json.exception.parse_error.101] parse error at line 1, column 1: syntax error');
}

function jsonReply(value: unknown): LlamaReply {
  return { status: 200, body: JSON.stringify(value) };
}
