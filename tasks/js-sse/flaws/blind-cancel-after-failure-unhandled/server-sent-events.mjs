export class ServerSentEvents {
  retry = null;
  #reader;
  #listeners = new Map();
  #closed = false;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#consume();
  }

  addEventListener(type, listener) {
    const listeners = this.#listeners.get(type);
    if (listeners) listeners.add(listener);
    else this.#listeners.set(type, new Set([listener]));
  }

  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.cancel();
  }

  async #consume() {
    try {
      for await (const event of this.#events()) this.#dispatch(event);
      this.#dispatch({ type: 'close' });
    } catch (error) {
      this.#dispatch({ type: 'error', error });
    }
  }

  async *#events() {
    let data = '';
    let type = '';
    let lastEventId = '';
    for await (const line of this.#lines()) {
      const { name, value } = line.match(/^(?<name>[^:]*):? ?(?<value>[^]*)$/).groups;
      if (line === '') {
        if (data) yield { type: type || 'message', data: data.slice(0, -1), lastEventId };
        data = '';
        type = '';
      } else if (name === 'data') {
        data += `${value}\n`;
      } else if (name === 'event') {
        type = value;
      } else if (name === 'id' && !value.includes('\0')) {
        lastEventId = value;
      } else if (name === 'retry' && /^[0-9]+$/.test(value)) {
        this.retry = Number(value);
      }
    }
  }

  async *#lines() {
    const decoder = new TextDecoder();
    let line = '';
    let previous = '';
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      for (const [part] of decoder.decode(value, { stream: true }).matchAll(/[\r\n]|[^\r\n]+/g)) {
        if (part === '\r' || (part === '\n' && previous !== '\r')) {
          yield line;
          line = '';
        } else if (part !== '\n') {
          line += part;
        }
        previous = part;
      }
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
