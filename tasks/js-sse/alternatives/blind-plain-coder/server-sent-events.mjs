export class ServerSentEvents {
  retry = null;
  #entries = [];
  #reader;
  #closed = false;
  #event = { type: '', data: '' };
  #lastEventId = '';

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#run();
  }

  addEventListener(type, listener) {
    if (this.#entries.some((entry) => entry.type === type && entry.listener === listener)) return;
    this.#entries = [...this.#entries, { type, listener }];
  }

  removeEventListener(type, listener) {
    this.#entries = this.#entries.filter(
      (entry) => entry.type !== type || entry.listener !== listener,
    );
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.cancel().catch(() => {});
  }

  async #run() {
    try {
      for await (const line of this.#lines()) this.#take(line);
      this.#call({ type: 'close' });
    } catch (error) {
      this.#call({ type: 'error', error });
    }
  }

  async *#lines() {
    const decoder = new TextDecoder();
    let line = '';
    let skipLF = false;
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      for (const part of decoder.decode(value, { stream: true }).match(/[\r\n]|[^\r\n]+/g) ?? []) {
        if (part === '\r' || (part === '\n' && !skipLF)) {
          yield line;
          line = '';
        } else if (part !== '\n') {
          line += part;
        }
        skipLF = part === '\r';
      }
    }
  }

  #take(line) {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#event.data += value + '\n';
    if (field === 'event') this.#event.type = value;
    if (field === 'id' && !value.includes('\0')) this.#lastEventId = value;
    if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
  }

  #dispatch() {
    const { type, data } = this.#event;
    this.#event = { type: '', data: '' };
    if (data === '') return;
    this.#call({
      type: type || 'message',
      data: data.slice(0, -1),
      lastEventId: this.#lastEventId,
    });
  }

  #call(event) {
    for (const entry of this.#entries) {
      if (this.#closed) return;
      if (entry.type === event.type && this.#entries.includes(entry)) entry.listener(event);
    }
  }
}
