/** The bytes of a streamed chat completion, in any pieces, become an answer. Pure: no clock, no socket. */
import { createParser, type EventSourceParser, type ParseError } from 'eventsource-parser';
import { z } from 'zod';
import { type ErrKind, Timings, Usage } from './chat.ts';
import { classifyErrorEvent, cutText, describeErrorBody, parseJson } from './chat-failure.ts';

const Delta = z.object({
  content: z.string().nullish(),
  reasoning_content: z.string().nullish(),
  /** Ollama's name of reasoning_content. */
  reasoning: z.string().nullish(),
  tool_calls: z.array(z.unknown()).nullish(),
});

const Chunk = z.object({
  choices: z.array(z.object({ finish_reason: z.string().nullish(), delta: Delta.nullish() })).nullish(),
  // A block that another server fills differently is absent, not an error: the answer counts.
  usage: Usage.nullish().catch(null),
  timings: Timings.nullish().catch(null),
  system_fingerprint: z.string().nullish().catch(null),
});

/** Why a stream did not become a whole answer. */
export interface StreamProblem {
  kind: ErrKind;
  message: string;
}

/** Enough of the end of the raw text to find the router's `proxy error: ...`, which it appends without `data:`. */
const TAIL_CHARS = 400;

export class ChatStream {
  content = '';
  reasoning = '';
  finishReason: string | null = null;
  usage: Usage | null = null;
  timings: Timings | null = null;
  serverBuild: string | null = null;
  /** Deltas with text in them. */
  tokens = 0;
  /** [DONE] has come. */
  done = false;
  problem: StreamProblem | null = null;

  readonly #decoder = new TextDecoder();
  readonly #parser: EventSourceParser;
  #tail = '';

  constructor() {
    this.#parser = createParser({
      onEvent: ({ data }) => this.#take(data),
      onError: (error) => this.#takeUnknownField(error),
    });
  }

  /** Nothing that follows can change the answer. */
  get ended(): boolean {
    return this.done || this.problem !== null;
  }

  push(bytes: Uint8Array): void {
    this.#feed(this.#decoder.decode(bytes, { stream: true }));
  }

  /** The server closed the stream. */
  end(): void {
    this.#feed(this.#decoder.decode());
    if (this.ended) return;
    this.problem = this.#findProxyError() ?? this.#findNonEvent() ?? this.#findCut();
  }

  #feed(text: string): void {
    this.#tail = (this.#tail + text).slice(-TAIL_CHARS);
    this.#parser.feed(text);
  }

  #take(data: string): void {
    if (this.ended) return;
    if (data.trim() === '[DONE]') {
      this.done = true;
      if (this.finishReason === null) this.problem = this.#findCut();
      return;
    }
    const event = parseJson(data);
    const error = event.ok && isErrorEvent(event.value) ? describeErrorBody(event.value) : null;
    if (!event.ok) this.#refuse('an event is not JSON', data);
    else if (error !== null) this.problem = classifyErrorEvent(error);
    else this.#takeChunk(event.value, data);
  }

  #takeChunk(value: unknown, data: string): void {
    const parsed = Chunk.safeParse(value);
    if (parsed.success) this.#takeParsed(parsed.data);
    else this.#refuse('an event is not a chat completion chunk', data);
  }

  #takeParsed({ choices, usage, timings, system_fingerprint }: z.infer<typeof Chunk>): void {
    this.usage = usage ?? this.usage;
    this.timings = timings ?? this.timings;
    this.serverBuild = system_fingerprint ?? this.serverBuild;
    const choice = choices?.[0];
    this.finishReason = choice?.finish_reason ?? this.finishReason;
    if (choice?.delta) this.#takeDelta(choice.delta);
  }

  #takeDelta({ content, reasoning_content, reasoning, tool_calls }: z.infer<typeof Delta>): void {
    const thought = reasoning_content || reasoning || '';
    this.content += content ?? '';
    this.reasoning += thought;
    if (content || thought || tool_calls?.length) this.tokens += 1;
  }

  /** Lines that are no SSE field are ignored by the standard; older builds of llama-server send `error: {...}`. */
  #takeUnknownField({ type, field, value }: ParseError): void {
    if (this.ended || type !== 'unknown-field' || field !== 'error' || value === undefined) return;
    const event = parseJson(value);
    const words = event.ok
      ? (describeErrorBody({ error: event.value }) ?? describeErrorBody(event.value))
      : null;
    this.problem = classifyErrorEvent(words ?? value);
  }

  #refuse(what: string, data: string): void {
    this.problem = { kind: 'invalid-json', message: `${what}: ${cutText(data, 300)}` };
  }

  #findProxyError(): StreamProblem | null {
    const words = /proxy error: [^\n"\\]*$/.exec(this.#tail.trimEnd())?.[0];
    return words === undefined ? null : { kind: 'crashed', message: `${words}, ${this.#soFar()}` };
  }

  /** A 200 whose body has no event at all, e.g. a login page. */
  #findNonEvent(): StreamProblem | null {
    const text = this.#tail.trim();
    if (this.serverBuild !== null || this.tokens > 0 || this.finishReason !== null || text === '')
      return null;
    if (/^(:|data:|event:|id:|retry:)/m.test(text)) return null;
    return { kind: 'invalid-json', message: `the body is not an event stream: ${cutText(text, 300)}` };
  }

  #findCut(): StreamProblem {
    const missing = this.finishReason === null ? 'without finish_reason' : 'without [DONE]';
    return { kind: 'cut-off', message: `the stream ended ${missing}, ${this.#soFar()}` };
  }

  #soFar(): string {
    return this.tokens === 0 ? 'before the first token' : `after ${this.tokens} tokens`;
  }
}

function isErrorEvent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'error' in value && value.error !== null;
}
