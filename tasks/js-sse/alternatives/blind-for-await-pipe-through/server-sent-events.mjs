export class ServerSentEvents {
  #abort = new AbortController();
  #listeners = new Map();
  #dataLines = [];
  #eventType = '';
  #lastEventId = '';

  constructor(stream) {
    this.retry = null;
    this.#consume(stream.pipeThrough(new TextDecoderStream(), { signal: this.#abort.signal }));
  }

  addEventListener(type, listener) {
    const listeners = this.#listeners.get(type) ?? new Set();
    this.#listeners.set(type, listeners.add(listener));
  }

  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  close() {
    this.#abort.abort();
  }

  async #consume(texts) {
    try {
      let partial = '';
      let skipLineFeed = false;
      for await (const text of texts) {
        const start = skipLineFeed && text.startsWith('\n') ? 1 : 0;
        if (text) skipLineFeed = text.endsWith('\r');
        const [first, ...others] = text.slice(start).split(/\r\n?|\n/);
        const lines = [partial + first, ...others];
        partial = lines.pop();
        lines.forEach((line) => this.#handleLine(line));
      }
      this.#notify({ type: 'close' });
    } catch (error) {
      this.#notify({ type: 'error', error });
    }
  }

  #handleLine(line) {
    if (line === '') {
      this.#finishEvent();
      return;
    }

    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (field === 'data') {
      this.#dataLines.push(value);
    } else if (field === 'event') {
      this.#eventType = value;
    } else if (field === 'id' && !value.includes('\0')) {
      this.#lastEventId = value;
    } else if (field === 'retry' && /^\d+$/.test(value)) {
      this.retry = Number(value);
    }
  }

  #finishEvent() {
    if (this.#dataLines.length > 0) {
      this.#notify({
        type: this.#eventType || 'message',
        data: this.#dataLines.join('\n'),
        lastEventId: this.#lastEventId,
      });
    }
    this.#dataLines = [];
    this.#eventType = '';
  }

  #notify(event) {
    const listeners = this.#listeners.get(event.type) ?? new Set();
    for (const listener of [...listeners]) {
      if (!this.#abort.signal.aborted && listeners.has(listener)) listener(event);
    }
  }
}
