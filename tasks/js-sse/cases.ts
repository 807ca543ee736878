/** The streams of bytes that an answer is fed with. Payload words are drawn from a seed, so none can be known beforehand. */
import { createHash } from 'node:crypto';
import { type Cut, cutsOf, type Cutting } from './cuts.ts';

/** Checks that are decided by streams of bytes. */
export type StreamCheck =
  | 'delivers-messages'
  | 'multi-line-data'
  | 'event-types'
  | 'last-event-id'
  | 'id-with-nul'
  | 'retry'
  | 'comments'
  | 'field-lines'
  | 'empty-and-unfinished'
  | 'crlf'
  | 'lone-cr'
  | 'cut-anywhere'
  | 'utf-8';

export interface StreamCase {
  id: string;
  check: StreamCheck;
  bytes: Uint8Array;
  /** The stream is the bytes so many times over. */
  times: number;
  cutting: Cutting;
  /** One client for each of them. */
  cuts: Cut[];
  /** What it means in one piece is another check's business. */
  onlyCuts: boolean;
  /** Types that the driver listens to; more than the stream sends, so that a wrong type shows. */
  types: string[];
  /** Chunks are parts of larger buffers, and empty ones lie between them. */
  views: boolean;
}

type Spec = string | Uint8Array | (Partial<Omit<StreamCase, 'id' | 'check' | 'bytes' | 'cuts'>> & { text: string | Uint8Array });

/** `seed` decides the words, never their length, so the cuts stay the same. */
export function createCases(seed: string): StreamCase[] {
  const groups = createSpecs(createWords(seed));
  return Object.entries(groups).flatMap(([check, specs]) =>
    specs.map((spec, index) => createCase(check as StreamCheck, `${check}-${index + 1}`, spec)),
  );
}

function createCase(check: StreamCheck, id: string, spec: Spec): StreamCase {
  const given = typeof spec === 'string' || spec instanceof Uint8Array ? { text: spec } : spec;
  const { text, times = 1, cutting = 'two', types = ['message'], views = false, onlyCuts = false } = given;
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return { id, check, bytes, times, cutting, cuts: cutsOf(bytes, times, cutting), types, views, onlyCuts };
}

/** Words of three lower-case letters. */
export function createWords(seed: string): () => string {
  let drawn = 0;
  return () => {
    const digest = createHash('sha256').update(`${seed} ${drawn++}`).digest();
    return String.fromCharCode(...[...digest.subarray(0, 3)].map((byte) => 97 + (byte % 26)));
  };
}

/** A chunk that is longer than any of the streams that it is used for. */
const WHOLE = 256;

function createSpecs(word: () => string): Record<StreamCheck, Spec[]> {
  const [a, b, c, t, u] = [word(), word(), word(), `t${word()}`, `u${word()}`];
  const typed = (text: string): Spec => ({ text, types: ['message', t, u] });
  return {
    'delivers-messages': [`data: ${a}\n\n`, `data: ${a}\n\ndata: ${b}\n\n`, `data: ${a} ${b}\n\ndata: ${b}\n\ndata: ${c}\n\n`],
    'multi-line-data': [
      `data: ${a}\ndata: ${b}\n\n`,
      `data: ${a}\ndata: ${b}\ndata: ${c}\n\ndata: ${a}\n\n`,
      `data: ${a}\ndata:\ndata: ${b}\n\n`,
    ],
    'event-types': [
      typed(`event: ${t}\ndata: ${a}\n\n`),
      typed(`event: ${t}\ndata: ${a}\n\ndata: ${b}\n\n`),
      typed(`data: ${a}\nevent: ${t}\n\nevent: ${u}\ndata: ${b}\n\n`),
      typed(`event: ${t}\nevent: ${u}\ndata: ${a}\n\n`),
      typed(`event: ${t}\nevent:\ndata: ${a}\n\n`),
      typed(`event: message\ndata: ${a}\n\n`),
    ],
    'last-event-id': [
      `id: ${a}\ndata: ${b}\n\n`,
      `id: ${a}\ndata: ${b}\n\ndata: ${c}\n\n`,
      `data: ${b}\nid: ${a}\n\nid: ${c}\ndata: ${b}\n\n`,
      `id: ${a}\ndata: ${b}\n\nid:\ndata: ${c}\n\ndata: ${a}\n\n`,
    ],
    'id-with-nul': [
      `id: ${a}\nid: ${c}\0${c}\ndata: ${b}\n\n`,
      `id: \0${a}\ndata: ${b}\n\n`,
      `id: ${a}\nid: \0\ndata: ${b}\n\n`,
    ],
    retry: [
      'retry: 3000\n\n',
      'retry:250\n',
      'retry: 10\nretry: 20\n\n',
      'retry: 007\n\n',
      ': no time\n\n',
      ...['2.5', '1e3', '-5', '+5', '10ms', 'ms', '0x1f', '5 0'].map((wrong) => `retry: 40\nretry: ${wrong}\n\n`),
    ].map((text) => ({ text, cutting: WHOLE })),
    comments: [
      `: ${a}\ndata: ${b}\n\n`,
      `:\n:${a}\n::\ndata: ${b}\n\n`,
      `data: ${a}\n: data: ${b}\n\n`,
      `:data: ${a}\ndata: ${b}\n:event: ${t}\n:id: ${c}\n\n`,
    ],
    'field-lines': [
      `data:${a}\n\n`,
      `data:  ${a} \n\ndata:\t${b}\n\n`,
      `data: ${a}: ${b}:${c}\n\n`,
      `data: ${a}\n${b}: ${c}\n${b}\n\n`,
      `data: ${a}\nData: ${b}\ndata : ${c}\n data: ${c}\ndatax: ${b}\n\n`,
      `data: ${a}\n${b}\nretry\n\n`,
      typed(`event: ${t}\nevent\ndata: ${a}\n\n`),
      typed(`data: ${a}\nevents: ${t}\nidx: ${b}\n\n`),
    ],
    'empty-and-unfinished': [
      'data:\n\n',
      `data: ${a}\n\ndata: \n\n`,
      typed(`event: ${t}\n\ndata: ${a}\n\n`),
      `id: ${a}\n\ndata: ${b}\n\n`,
      `\n\n\ndata: ${a}\n\n\n\n`,
      `data: ${a}\n\ndata: ${b}\n`,
      `data: ${a}\n\ndata: ${b}`,
      `data: ${a}\n\nid: ${c}\ndata: ${b}\n:`,
    ],
    crlf: [
      `data: ${a}\r\n\r\n`,
      { text: `data: ${a}\r\n\r\ndata: ${b}\r\n\r\n`, views: true },
      { text: `event: ${t}\r\nid: ${c}\r\ndata: ${a}\r\n\r\n`, types: [t] },
      `data: ${a}\r\n\ndata: ${b}\n\r\ndata: ${c}\n\n`,
      { text: 'data\r\n\r\n', cutting: 'all', onlyCuts: true },
    ],
    'lone-cr': [
      `data: ${a}\r\r`,
      `data: ${a}\r\rdata: ${b}\r\r`,
      { text: `event: ${t}\rid: ${c}\rdata: ${a}\r\r`, types: [t] },
      `data: ${a}\n\rdata: ${b}\r\r\ndata: ${c}\n\n`,
      `data: ${a}\r\n\rdata: ${b}\r\n\r\n`,
      { text: 'data:x\r\r', cutting: 'all' },
    ],
    'cut-anywhere': [
      { text: `data: ${a}\n\ndata: ${b}\n\n`, views: true },
      {
        text: `event: ${t}\nid: ${c}\n: ${b}\ndata: ${a}\ndata\n\ndata: ${b}\n\n`,
        types: ['message', t],
        onlyCuts: true,
      },
      { text: 'data:x\n\n', cutting: 'all' },
      { text: `data: ${a}\n\ndata: ${b} ${c}\n\n`, times: 2000, cutting: 4093 },
      { text: `data: ${`${a} ${b} `.repeat(12_000)}${c}\n\n`, cutting: 2039 },
    ],
    'utf-8': [
      `data: é漢😀\n\n`,
      `data: ${a}ß\n\nid: ü${b}\ndata: ${c}\n\n`,
      { text: 'data:é\n\n', cutting: 'all' },
      `\uFEFFdata: ${a}\n\ndata: ${b}\n\n`,
      `data: ${a}\uFEFF${b}\n\n`,
      // In one chunk: Node's own TextDecoder takes both away when the first is cut.
      { text: `\uFEFF\uFEFFdata: ${a}\ndata: ${b}\n\n`, cutting: WHOLE },
      Uint8Array.of(...new TextEncoder().encode(`data: ${a}`), 0xff, ...new TextEncoder().encode(`${b}\n\n`)),
    ],
  };
}
