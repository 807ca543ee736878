/** The texts of the streams, by the check that they decide. */
import type { StreamCase, StreamCheck } from './stream-case.ts';

export type StreamText =
  | string
  | Uint8Array
  | (Partial<Omit<StreamCase, 'id' | 'check' | 'bytes' | 'cuts'>> & { text: string | Uint8Array });

/** A chunk that is longer than any of the streams that it is used for. */
const WHOLE = 256;

/** Each check has texts of its own, in which nothing else is hard: what an answer gets wrong costs one check. */
export function createTexts(word: () => string): Record<StreamCheck, StreamText[]> {
  const [a, b, c, t, u] = [word(), word(), word(), `t${word()}`, `u${word()}`];
  const typed = (text: string): StreamText => ({ text, types: ['message', t, u] });
  const whole = (text: string): StreamText => ({ text, cutting: WHOLE });
  return {
    'delivers-messages': [
      `data: ${a}\n\n`,
      `data: ${a}\n\ndata: ${b}\n\n`,
      `data: ${a} ${b}\n\ndata: ${b}\n\ndata: ${c}\n\n`,
    ],
    'multi-line-data': [
      `data: ${a}\ndata: ${b}\n\n`,
      `data: ${a}\ndata: ${b}\ndata: ${c}\n\ndata: ${a}\n\n`,
      `data: ${a}\ndata:\ndata: ${b}\n\n`,
      whole(`data:\ndata: ${a}\n\n`),
      whole(`data: ${a}\ndata:\n\n`),
    ],
    'event-types': [
      typed(`event: ${t}\ndata: ${a}\n\n`),
      typed(`event: ${t}\ndata: ${a}\n\ndata: ${b}\n\n`),
      typed(`data: ${a}\nevent: ${t}\n\nevent: ${u}\ndata: ${b}\n\n`),
      typed(`event: ${t}\nevent: ${u}\ndata: ${a}\n\n`),
      typed(`event: ${t}\nevent:\ndata: ${a}\n\n`),
      typed(`event: message\ndata: ${a}\n\n`),
      { text: `event: ${t}X\ndata: ${a}\n\n`, types: [t, `${t}X`, `${t}x`], cutting: WHOLE },
    ],
    'last-event-id': [
      `data: ${b}\n\n`,
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
      `retry: 40\nid: 50\nevent: 60\ndata: 70\n${a}: 80\n\n`,
      ...['2.5', '1e3', '-5', '+5', '10ms', 'ms', '0x1f', '5 0'].map(
        (wrong) => `retry: 40\nretry: ${wrong}\n\n`,
      ),
    ].map((text) => ({ text, cutting: WHOLE, asks: 'retry' })),
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
      whole(`data:${a} ${b} ${c}\n\n`),
      { text: `event: ${t}\n \ndata: ${a}\n\n`, types: [t], cutting: WHOLE },
      // Line ends in JavaScript's regular expressions and texts, and none in a stream.
      whole(`data: ${a}\u2028${b}\u2029${c}\u0085${a}\n\n`),
      whole(`id: ${c} \ndata: ${b}\n\n`),
      { text: `event: ${t} \ndata: ${a}\n\n`, types: [t, `${t} `], cutting: WHOLE },
      `data: ${a}\n${b}: ${c}\n${b}\n\n`,
      `data: ${a}\nData: ${b}\ndata : ${c}\n data: ${c}\ndatax: ${b}\n\n`,
      `data: ${a}\n${b}\nretry\n\n`,
      `id\ndata: ${a}\n\n`,
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
      // The CR ends a line, but not the event.
      `data: ${a}\n\ndata: ${b}\ndata: ${c}\r`,
    ],
    crlf: [
      `data: ${a}\r\n\r\n`,
      { text: `data: ${a}\r\n\r\ndata: ${b}\r\n\r\n`, views: true },
      // An empty chunk between CR and LF; a blank line there would end the event.
      { text: `event: ${t}\r\nid: ${c}\r\ndata: ${a}\r\n\r\n`, types: [t], views: true },
      `data: ${a}\r\n\ndata: ${b}\n\r\ndata: ${c}\n\n`,
      { text: 'data\r\n\r\n', cutting: 'all', onlyCuts: true },
    ],
    'lone-cr': [
      `data: ${a}\r\r`,
      `data: ${a}\r\rdata: ${b}\r\r`,
      `data: ${a}\r\rdata: ${b}\n\n`,
      { text: `event: ${t}\rid: ${c}\rdata: ${a}\r\r`, types: [t] },
      `data: ${a}\n\rdata: ${b}\r\r\ndata: ${c}\n\n`,
      `data: ${a}\r\n\rdata: ${b}\r\n\r\n`,
      { text: 'data:x\r\r', cutting: 'all' },
      { text: 'retry: 40\rretry: 42\r', asks: 'retry' },
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
      whole(`\uFEFF\uFEFFdata: ${a}\ndata: ${b}\n\n`),
      Uint8Array.of(...new TextEncoder().encode(`data: ${a}`), 0xff, ...new TextEncoder().encode(`${b}\n\n`)),
    ],
  };
}
