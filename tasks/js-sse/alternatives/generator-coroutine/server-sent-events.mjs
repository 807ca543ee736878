/** A coroutine: takes text, hands each line to `onLine`. */
function* lineSplitter(onLine) {
  let line = '';
  let afterCR = false;
  while (true) {
    for (const char of yield) {
      if (char === '\r' || (char === '\n' && !afterCR)) {
        onLine(line);
        line = '';
      } else if (char !== '\n') line += char;
      afterCR = char === '\r';
    }
  }
}

/** The name and the value of a line; a comment has neither. */
function parseField(line) {
  const colon = line.indexOf(':');
  if (colon === 0) return [];
  if (colon < 0) return [line, ''];
  const start = line[colon + 1] === ' ' ? colon + 2 : colon + 1;
  return [line.slice(0, colon), line.slice(start)];
}

export class ServerSentEvents {
  #handlers = new Map();
  #reader;
  #done = false;

  constructor(stream) {
    this.retry = null;
    this.#reader = stream.getReader();
    this.#drain();
  }

  addEventListener(type, listener) {
    const list = this.#handlers.get(type) ?? [];
    this.#handlers.set(type, list.includes(listener) ? list : [...list, listener]);
  }

  removeEventListener(type, listener) {
    this.#handlers.set(
      type,
      (this.#handlers.get(type) ?? []).filter((l) => l !== listener),
    );
  }

  close() {
    if (this.#done) return;
    this.#done = true;
    this.#reader.cancel().catch(() => {});
  }

  async #drain() {
    const decoder = new TextDecoder();
    const lines = lineSplitter(this.#assembler());
    lines.next();
    let end = { type: 'close' };
    try {
      while (!this.#done) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        lines.next(decoder.decode(value, { stream: true }));
      }
    } catch (error) {
      end = { type: 'error', error };
    }
    this.#emit(end);
    this.#done = true;
  }

  #assembler() {
    let data;
    let type;
    let lastEventId = '';
    return (line) => {
      if (line === '') {
        if (data) this.#emit({ type: type || 'message', data: data.join('\n'), lastEventId });
        data = type = undefined;
        return;
      }
      const [name, value] = parseField(line);
      if (name === 'data') (data ??= []).push(value);
      else if (name === 'event') type = value;
      else if (name === 'id' && !value.includes('\0')) lastEventId = value;
      else if (name === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
    };
  }

  #emit(event) {
    for (const handler of this.#handlers.get(event.type) ?? [])
      if (!this.#done && this.#handlers.get(event.type).includes(handler)) handler(event);
  }
}
