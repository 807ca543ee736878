async function* readLines(reader) {
  const decoder = new TextDecoder();
  let line = '';
  let afterCarriageReturn = false;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    let text = decoder.decode(value, { stream: true });
    if (text === '') continue;
    // The CR has already ended its line, so that an event never waits for the next chunk.
    if (afterCarriageReturn && text.startsWith('\n')) text = text.slice(1);
    afterCarriageReturn = text.endsWith('\r');

    const [first, ...rest] = text.split(/\r\n|\r|\n/);
    line += first;
    for (const next of rest) {
      yield line;
      line = next;
    }
  }
}

async function* readEvents(reader, setRetry) {
  let lastEventId = '';
  let type = '';
  let data = [];
  for await (const line of readLines(reader)) {
    if (line === '') {
      if (data.length > 0) yield { type: type || 'message', data: data.join('\n'), lastEventId };
      type = '';
      data = [];
      continue;
    }
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (name === 'data') data.push(value);
    else if (name === 'event') type = value;
    else if (name === 'id' && !value.includes('\0')) lastEventId = value;
    else if (name === 'retry' && /^[0-9]+$/.test(value)) setRetry(Number(value));
  }
}

export class ServerSentEvents {
  #reader;
  #listeners = new Map();
  #retry = null;
  #closed = false;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#run();
  }

  get retry() {
    return this.#retry;
  }

  addEventListener(type, listener) {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
  }

  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  close() {
    this.#closed = true;
    // Rejects when the stream has failed, or when its source can't cancel.
    this.#reader.cancel().catch(() => {});
  }

  async #run() {
    const setRetry = (milliseconds) => {
      if (!this.#closed) this.#retry = milliseconds;
    };
    try {
      for await (const event of readEvents(this.#reader, setRetry)) {
        this.#dispatch(event);
        if (this.#closed) return;
      }
      this.#dispatch({ type: 'close' });
    } catch (error) {
      this.#dispatch({ type: 'error', error });
    }
  }

  #dispatch(event) {
    const listeners = this.#listeners.get(event.type);
    for (const listener of [...(listeners ?? [])]) {
      if (!this.#closed && listeners.has(listener)) listener(event);
    }
  }
}
