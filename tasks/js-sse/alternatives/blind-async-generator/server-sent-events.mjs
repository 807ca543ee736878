async function* readText(reader) {
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const text = decoder.decode(value, { stream: true });
    if (text) yield text;
  }
}

async function* readLines(reader) {
  let rest = '';
  let lastChar = '';
  for await (const text of readText(reader)) {
    // A CRLF may be cut in two: its CR has already ended the line.
    const continuation = lastChar === '\r' && text[0] === '\n' ? text.slice(1) : text;
    lastChar = text.at(-1);
    const lines = continuation.split(/\r\n|\r|\n/);
    lines[0] = rest + lines[0];
    rest = lines.pop();
    yield* lines;
  }
}

function parseField(line) {
  const colon = line.indexOf(':');
  if (colon === -1) return [line, ''];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}

export class ServerSentEvents {
  #reader;
  #listeners = new Map();
  #closed = false;

  constructor(stream) {
    this.retry = null;
    this.#reader = stream.getReader();
    this.#run();
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
    this.#reader.cancel().catch(() => {});
  }

  async #run() {
    try {
      for await (const event of this.#readEvents()) this.#dispatch(event);
      this.#dispatch({ type: 'close' });
    } catch (error) {
      this.#dispatch({ type: 'error', error });
    }
  }

  async *#readEvents() {
    let data = '';
    let type = '';
    let lastEventId = '';

    for await (const line of readLines(this.#reader)) {
      if (line === '') {
        if (data !== '') yield { type: type || 'message', data: data.slice(0, -1), lastEventId };
        data = '';
        type = '';
        continue;
      }

      const [field, value] = parseField(line);
      if (field === 'data') data += `${value}\n`;
      else if (field === 'event') type = value;
      else if (field === 'id' && !value.includes('\0')) lastEventId = value;
      else if (field === 'retry' && /^[0-9]+$/.test(value)) this.retry = Number(value);
    }
  }

  #dispatch(event) {
    const listeners = this.#listeners.get(event.type);
    for (const listener of [...(listeners ?? [])]) {
      if (this.#closed) return;
      if (listeners.has(listener)) listener(event);
    }
  }
}
