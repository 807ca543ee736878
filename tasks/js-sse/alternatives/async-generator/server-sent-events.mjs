/** Turns byte chunks into complete lines. */
async function* readLines(reader) {
  const decoder = new TextDecoder('utf-8');
  let pending = '';
  let skipLineFeed = false;

  while (true) {
    const { value, done } = await reader.read();
    if (done) return;

    let text = decoder.decode(value, { stream: true });
    if (skipLineFeed && text !== '') {
      if (text[0] === '\n') text = text.slice(1);
      skipLineFeed = false;
    }
    if (text.endsWith('\r')) skipLineFeed = true;

    pending += text;
    const lines = pending.split(/\r\n|\r|\n/);
    pending = lines.pop();
    yield* lines;
  }
}

/** Turns lines into events; retry values go to the callback. */
async function* readEvents(lines, onRetry) {
  let lastEventId = '';
  let type = '';
  let data = null;

  for await (const line of lines) {
    if (line === '') {
      if (data !== null) yield { type: type || 'message', data, lastEventId };
      type = '';
      data = null;
      continue;
    }

    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');

    switch (name) {
      case 'data':
        data = data === null ? value : `${data}\n${value}`;
        break;
      case 'event':
        type = value;
        break;
      case 'id':
        if (!value.includes('\u0000')) lastEventId = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) onRetry(parseInt(value, 10));
        break;
    }
  }
}

export class ServerSentEvents {
  #reader;
  #listeners = {};
  #closed = false;
  retry = null;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#run();
  }

  addEventListener(type, listener) {
    (this.#listeners[`on:${type}`] ??= []).push(listener);
  }

  removeEventListener(type, listener) {
    const list = this.#listeners[`on:${type}`] ?? [];
    this.#listeners[`on:${type}`] = list.filter((entry) => entry !== listener);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.cancel().catch(() => undefined);
  }

  async #run() {
    const events = readEvents(readLines(this.#reader), (retry) => {
      this.retry = retry;
    });
    try {
      for await (const event of events) this.#emit(event);
      this.#emit({ type: 'close' });
    } catch (error) {
      this.#emit({ type: 'error', error });
    }
    this.#closed = true;
  }

  #emit(event) {
    for (const listener of this.#listeners[`on:${event.type}`] ?? []) {
      if (this.#closed) return;
      listener(event);
    }
  }
}
