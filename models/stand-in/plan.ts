/** From an answer and a scripted fault to what is sent, and how it ends. Pure. */
import {
  type Cutting,
  countTokens,
  cutAnswer,
  cutPieces,
  DONE,
  type Measured,
  type Pieces,
} from './chunks.ts';
import {
  CHANNEL_TAG_WORDS,
  errorOfStatus,
  type LlamaReply,
  PEG_NATIVE_WORDS,
  PROXY_ERROR,
  serverError,
} from './llama-errors.ts';
import type { Answer, FaultName, RequestFault } from './script.ts';

/** end: as it should. hang: never. tear: the connection breaks. crash: so does the model's process. */
export type Ending = 'end' | 'hang' | 'tear' | 'crash' | 'crash-and-tear';

/** An event, or what makes it once the times are known. */
export type Part = string | ((measured: Measured) => string);

export type Plan =
  | { kind: 'reply'; status: number; contentType: string; body: string; ending: 'end' | 'crash' }
  | { kind: 'stream'; parts: Part[]; ending: Ending; repeat?: string; unstoppable?: boolean }
  | { kind: 'nothing'; ending: 'tear' | 'hang' | 'crash-and-tear' };

export interface Asked {
  answer: Answer;
  cutting: Cutting;
  maxTokens: number | null;
  /** The request's Authorization header, for the faults that repeat it. */
  authorization: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** The whole answer, or the part that max_tokens allows. */
export function planAnswer({ answer, cutting, maxTokens }: Asked): Plan {
  const most = maxTokens === null ? Number.POSITIVE_INFINITY : maxTokens * 4;
  const isCut = countTokens(answer.content) > (maxTokens ?? Number.POSITIVE_INFINITY);
  const given = isCut ? { ...answer, content: answer.content.slice(0, most) } : answer;
  return planStream(cutAnswer(given, cutting), isCut ? 'length' : 'stop');
}

export function planFault({ fault, status = 500 }: RequestFault, asked: Asked): Plan {
  return PLANS[fault](asked, status);
}

export function replyOf({ status, body }: LlamaReply, contentType = JSON_TYPE): Plan {
  return { kind: 'reply', status, contentType, body, ending: 'end' };
}

const PLANS: Record<FaultName, (asked: Asked, status: number) => Plan> = {
  'crash-before-answer': () => ({
    kind: 'reply',
    status: 500,
    contentType: JSON_TYPE,
    body: PROXY_ERROR,
    ending: 'crash',
  }),
  'crash-in-prompt': () => ({ kind: 'stream', parts: [PROXY_ERROR], ending: 'crash' }),
  'crash-mid-answer': (asked) => afterHalf(asked, [PROXY_ERROR], 'crash'),
  'proxy-error-alive': () => replyOf({ status: 500, body: PROXY_ERROR }),
  'reset-before-answer': () => ({ kind: 'nothing', ending: 'tear' }),
  'reset-mid-answer': (asked) => afterHalf(asked, [], 'tear'),
  'crash-with-reset': () => ({ kind: 'nothing', ending: 'crash-and-tear' }),
  http: (_asked, status) => replyOf(errorOfStatus(status)),
  'html-error': () => replyOf({ status: 502, body: '<html><h1>502 Bad Gateway</h1></html>' }, 'text/html'),
  'invalid-json-body': () => replyOf({ status: 200, body: '{"choices": [' }),
  'invalid-json-event': (asked) => afterHalf(asked, ['data: {"choices": [\n\n'], 'end'),
  'strange-event': (asked) => afterHalf(asked, ['data: {"choices": "none"}\n\n'], 'end'),
  'error-event': (asked) => afterHalf(asked, [errorEvent('Compute error.')], 'end'),
  'no-done': (asked) => withoutLast(planAnswer(asked), 2),
  'cut-off': (asked) => afterHalf(asked, [], 'end'),
  'parse-error': (asked) => afterAll(asked, errorEvent(PEG_NATIVE_WORDS)),
  'parse-error-channel-tags': (asked) => afterAll(asked, errorEvent(CHANNEL_TAG_WORDS)),
  'parse-error-reply': () => replyOf(serverError(PEG_NATIVE_WORDS)),
  // llama-server works a prompt through before it looks whether anybody still waits.
  silent: () => ({ kind: 'stream', parts: [], ending: 'hang', unstoppable: true }),
  mute: () => ({ kind: 'nothing', ending: 'hang' }),
  stall: (asked) => afterHalf(asked, [], 'hang'),
  endless: (asked) => endless(asked),
  'endless-unstoppable': (asked) => ({ ...endless(asked), unstoppable: true }),
  'empty-content': (asked) => planText({ content: '', reasoning: '' }, asked),
  'blank-content': (asked) => planText({ content: ' \n\n', reasoning: '' }, asked),
  'reasoning-only': (asked) =>
    planText({ content: '', reasoning: asked.answer.reasoning + asked.answer.content }, asked),
  prose: (asked) =>
    planText({ content: 'I would sort the items and take the first ones.', reasoning: '' }, asked),
  length: (asked) => planStream(cutAnswer(halve(asked.answer), asked.cutting), 'length'),
  'echo-key': ({ authorization }) =>
    replyOf({
      status: 401,
      body: JSON.stringify({ error: { message: `no such key: ${authorization}`, type: 'auth' } }),
    }),
  'echo-key-mid-answer': (asked) => {
    const { authorization, cutting } = asked;
    const answer = { content: `Your key is ${authorization}.`, reasoning: `They sent ${authorization}.` };
    const { deltas } = cutAnswer(answer, { ...cutting, chunkChars: 7, buildInfo: authorization });
    return { kind: 'stream', parts: [...deltas, errorEvent(`bad key ${authorization}`)], ending: 'end' };
  },
};

function planStream({ deltas, finish, usage }: Pieces, reason: string): Plan {
  return { kind: 'stream', parts: [...deltas, finish(reason), usage, DONE], ending: 'end' };
}

function planText(answer: Answer, { cutting }: Asked): Plan {
  return planStream(cutAnswer(answer, cutting), 'stop');
}

function afterHalf({ answer, cutting }: Asked, parts: Part[], ending: Ending): Plan {
  return { kind: 'stream', parts: [...cutAnswer(halve(answer), cutting).deltas, ...parts], ending };
}

function afterAll({ answer, cutting }: Asked, last: string): Plan {
  return { kind: 'stream', parts: [...cutAnswer(answer, cutting).deltas, last], ending: 'end' };
}

function endless({ cutting }: Asked): Plan & { kind: 'stream' } {
  const [role, token] = cutAnswer({ content: 'on ', reasoning: '' }, { ...cutting, chunkChars: 4 }).deltas;
  return { kind: 'stream', parts: [role!], ending: 'hang', repeat: token! };
}

function withoutLast(plan: Plan, count: number): Plan {
  return plan.kind === 'stream' ? { ...plan, parts: plan.parts.slice(0, -count) } : plan;
}

function halve({ content, reasoning }: Answer): Answer {
  return { content: cutPieces(content, Math.ceil(content.length / 2) || 1)[0] ?? '', reasoning };
}

function errorEvent(message: string): string {
  return `data: ${JSON.stringify({ error: { code: 500, message, type: 'server_error' } })}\n\n`;
}
