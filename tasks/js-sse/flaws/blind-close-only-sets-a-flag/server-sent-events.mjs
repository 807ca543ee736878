const LINE_END = /\r\n|\n|\r/;

// Yields the lines of a byte stream, each as soon as its end has arrived.
async function* readLines(stream) {
  const decoder = new TextDecoder();
  let rest = '';
  let sawCR = false;

  for await (const chunk of stream) {
    let text = decoder.decode(chunk, { stream: true });
    if (!text) continue;
    if (sawCR && text[0] === '\n') text = text.slice(1);
    sawCR = text.at(-1) === '\r';

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
  #stream;
  #handlers = new Map();
  #isClosed = false;

  retry = null;

  constructor(stream) {
    this.#stream = stream;
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

    for await (const line of readLines(this.#stream)) {
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
