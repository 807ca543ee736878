const LINE_END = /\r\n|\n|\r/;

// Yields the lines of a byte stream, each as soon as its end has arrived.
async function* readLines(reader) {
  const decoder = new TextDecoder();
  let rest = '';

  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const text = decoder.decode(chunk.value, { stream: true });
    const [first, ...others] = text.split(LINE_END);
    const lines = [rest + first, ...others];
    rest = lines.pop();
    yield* lines;
  }
}

function parseLine(line) {
  const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/su.exec(line);
  return { name, value };
}

export class ServerSentEvents {
  #reader;
  #handlers = new Map();
  #isClosed = false;

  retry = null;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#run();
  }

  addEventListener(type, listener) {
    const handlers = this.#handlers.get(type) ?? [];
    if (!handlers.includes(listener)) this.#handlers.set(type, [...handlers, listener]);
  }

  removeEventListener(type, listener) {
    const handlers = this.#handlers.get(type) ?? [];
    this.#handlers.set(type, handlers.filter((handler) => handler !== listener));
  }

  close() {
    this.#isClosed = true;
    this.#reader.cancel().catch(() => {});
  }

  async #run() {
    try {
      await this.#dispatchAll();
      this.#emit({ type: 'close' });
    } catch (error) {
      this.#emit({ type: 'error', error });
    }
  }

  async #dispatchAll() {
    let data = [];
    let type = '';
    let lastEventId = '';

    for await (const line of readLines(this.#reader)) {
      if (this.#isClosed) return;

      if (line === '') {
        if (data.length > 0) this.#emit({ type: type || 'message', data: data.join('\n'), lastEventId });
        data = [];
        type = '';
        continue;
      }

      const { name, value } = parseLine(line);
      if (name === 'data') data.push(value);
      else if (name === 'event') type = value;
      else if (name === 'id' && !value.includes('\0')) lastEventId = value;
      else if (name === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
    }
  }

  #emit(event) {
    for (const handler of this.#handlers.get(event.type) ?? []) {
      if (this.#isClosed) return;
      if (this.#handlers.get(event.type).includes(handler)) handler(event);
    }
  }
}
