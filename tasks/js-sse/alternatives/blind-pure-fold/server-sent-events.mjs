const initialState = Object.freeze({
  line: '',
  afterCR: false,
  data: '',
  eventType: '',
  lastEventId: '',
});

const LINE_END = /\r\n|\r|\n/g;

const unchanged = (state) => ({ state });

/** What a field does: (state, value) => { state, output? }. */
const fields = new Map([
  ['data', (state, value) => ({ state: { ...state, data: `${state.data}${value}\n` } })],
  ['event', (state, value) => ({ state: { ...state, eventType: value } })],
  ['id', (state, value) => ({
    state: value.includes('\0') ? state : { ...state, lastEventId: value },
  })],
  ['retry', (state, value) => ({
    state,
    output: /^[0-9]+$/.test(value) ? { retry: Number(value) } : undefined,
  })],
]);

/** The end of a block: the event, unless the block had no data. */
const endBlock = (state) => ({
  state: { ...state, data: '', eventType: '' },
  output: state.data === '' ? undefined : {
    event: {
      type: state.eventType === '' ? 'message' : state.eventType,
      data: state.data.slice(0, -1),
      lastEventId: state.lastEventId,
    },
  },
});

/** Interprets one complete line. A comment is a field without a name. */
function stepLine(state, line) {
  if (line === '') return endBlock(state);
  const colon = line.indexOf(':');
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  return (fields.get(name) ?? unchanged)(state, value);
}

/** Yields the state after each line of the text, with its output, and the state at the end. */
function* steps(initial, decoded) {
  if (decoded === '') return;
  const text = initial.afterCR ? decoded.replace(/^\n/, '') : decoded;
  let state = { ...initial, afterCR: text.endsWith('\r') };
  let start = 0;
  for (const { 0: lineEnd, index } of text.matchAll(LINE_END)) {
    const step = stepLine({ ...state, line: '' }, state.line + text.slice(start, index));
    state = step.state;
    start = index + lineEnd.length;
    yield step;
  }
  yield { state: { ...state, line: state.line + text.slice(start) } };
}

export class ServerSentEvents {
  #reader;
  #listeners = new Map();
  #closed = false;
  #retry = null;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#read();
  }

  get retry() {
    return this.#retry;
  }

  addEventListener(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(listener);
  }

  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    // The stream may be unable to cancel, but nobody is told about it after close().
    this.#reader.cancel().catch(() => {});
  }

  async #read() {
    const decoder = new TextDecoder();
    let parserState = initialState;
    let outcome;
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        for (const { state, output } of steps(parserState, decoder.decode(value, { stream: true }))) {
          parserState = state;
          if (output) this.#perform(output);
          if (this.#closed) return;
        }
      }
      outcome = { type: 'close' };
    } catch (error) {
      outcome = { type: 'error', error };
    }
    this.#dispatch(outcome);
  }

  #perform({ event, retry = this.#retry }) {
    this.#retry = retry;
    if (event) this.#dispatch(event);
  }

  #dispatch(event) {
    const listeners = this.#listeners.get(event.type) ?? new Set();
    for (const listener of Array.from(listeners)) {
      if (this.#closed) return;
      if (listeners.has(listener)) listener(event);
    }
  }
}
