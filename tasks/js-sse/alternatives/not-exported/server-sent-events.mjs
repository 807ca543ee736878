const NEWLINE = /\r\n?|\n/g;

/** The parsing is a pure function of (state, text); the class only reads and dispatches. */
function parseText(state, text) {
  const events = [];
  const withoutHalf = state.endedWithCr && text.startsWith('\n') ? text.slice(1) : text;
  if (text === '') return { state, events };
  const lines = (state.rest + withoutHalf).split(NEWLINE);
  const rest = lines.pop();
  const end = lines.reduce((current, line) => parseLine(current, line, events), state);
  return { state: { ...end, rest, endedWithCr: text.endsWith('\r') }, events };
}

function parseLine(state, line, events) {
  if (line === '') {
    if (state.data.length > 0) {
      events.push({ type: state.type || 'message', data: state.data.join('\n'), lastEventId: state.lastEventId });
    }
    return { ...state, type: '', data: [] };
  }
  const colon = line.indexOf(':');
  if (colon === -1) return parseField(state, line, '');
  const value = line.slice(colon + 1);
  return parseField(state, line.slice(0, colon), value[0] === ' ' ? value.slice(1) : value);
}

function parseField(state, name, value) {
  switch (name) {
    case 'event': return { ...state, type: value };
    case 'data': return { ...state, data: [...state.data, value] };
    case 'id': return value.includes('\0') ? state : { ...state, lastEventId: value };
    case 'retry': return /^\d+$/.test(value) ? { ...state, retry: Number(value) } : state;
    default: return state;
  }
}

class ServerSentEvents {
  #target = new Map();
  #reader;
  #isOver = false;
  #state = { rest: '', endedWithCr: false, type: '', data: [], lastEventId: '', retry: null };

  constructor(stream) {
    this.#reader = stream.getReader();
    void this.#start(new TextDecoder());
  }

  get retry() {
    return this.#state.retry;
  }

  addEventListener(type, listener) {
    this.#target.set(type, (this.#target.get(type) ?? []).concat(listener));
  }

  removeEventListener(type, listener) {
    this.#target.set(type, (this.#target.get(type) ?? []).filter((one) => one !== listener));
  }

  close() {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#reader.cancel().catch(() => {});
  }

  async #start(decoder) {
    try {
      for (let part = await this.#reader.read(); !part.done; part = await this.#reader.read()) {
        const { state, events } = parseText(this.#state, decoder.decode(part.value, { stream: true }));
        this.#state = state;
        events.forEach((event) => this.#notify(event));
      }
      this.#notify({ type: 'close' });
    } catch (error) {
      this.#notify({ type: 'error', error });
    } finally {
      this.#isOver = true;
    }
  }

  #notify(event) {
    for (const listener of this.#target.get(event.type) ?? []) {
      if (!this.#isOver) listener(event);
    }
  }
}
