/**
 * What a right client reports for a whole stream, written from the WHATWG HTML Standard, 9.2.5
 * "Parsing an event stream" and 9.2.6 "Interpreting an event stream". Never enters the sandbox.
 */
export interface SseEvent {
  type: string;
  data: string;
  lastEventId: string;
}

export interface Interpretation {
  events: SseEvent[];
  /** The last valid reconnection time; null: the stream gave none. */
  retry: number | null;
}

export function interpretStream(bytes: Uint8Array): Interpretation {
  const state = {
    data: '',
    type: '',
    lastEventId: '',
    retry: null as number | null,
    events: [] as SseEvent[],
  };
  for (const line of completeLines(decode(bytes))) {
    if (line === '') dispatch(state);
    else processLine(line, state);
  }
  return { events: state.events, retry: state.retry };
}

/** "Streams must be decoded using the UTF-8 decode algorithm", which also strips one leading BOM. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

/** The rest after the last line end is an incomplete line; the block that it belongs to is discarded. */
function completeLines(text: string): string[] {
  return text.split(/\r\n|\n|\r/).slice(0, -1);
}

interface State extends Interpretation {
  data: string;
  type: string;
  lastEventId: string;
}

function processLine(line: string, state: State): void {
  const colon = line.indexOf(':');
  if (colon === 0) return;
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1);
  processField(name, value.startsWith(' ') ? value.slice(1) : value, state);
}

function processField(field: string, value: string, state: State): void {
  if (field === 'event') state.type = value;
  else if (field === 'data') state.data += `${value}\n`;
  else if (field === 'id' && !value.includes('\0')) state.lastEventId = value;
  else if (field === 'retry' && /^[0-9]+$/.test(value)) state.retry = Number.parseInt(value, 10);
}

function dispatch(state: State): void {
  if (state.data !== '')
    state.events.push({
      type: state.type || 'message',
      data: state.data.slice(0, -1),
      lastEventId: state.lastEventId,
    });
  state.data = '';
  state.type = '';
}
