export class ServerSentEvents extends EventTarget {
  retry = null;

  #reader;
  #closed = false;
  #current = null;
  #data = '';
  #eventType = '';
  #lastEventId = '';

  constructor(stream) {
    super();
    this.#reader = stream.getReader();
    this.#run();
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#current?.stopImmediatePropagation();
    this.#reader.cancel().catch(() => {});
  }

  async #run() {
    try {
      await this.#readLines();
    } catch (error) {
      this.#dispatch(Object.assign(new Event('error'), { error }));
      return;
    }
    this.#dispatch(new Event('close'));
  }

  async #readLines() {
    const decoder = new TextDecoder();
    let buffer = '';
    let skipLF = false;

    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;

      const text = decoder.decode(value, { stream: true });
      if (!text) continue;
      const lines = (skipLF ? text.replace(/^\n/, '') : text).split(/\r\n|\n|\r/);
      skipLF = text.endsWith('\r');
      lines[0] = buffer + lines[0];
      buffer = lines.pop();
      for (const line of lines) this.#processLine(line);
    }
  }

  #processLine(line) {
    if (line === '') {
      this.#flush();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');

    if (field === 'event') this.#eventType = value;
    else if (field === 'data') this.#data += `${value}\n`;
    else if (field === 'id' && !value.includes('\0')) this.#lastEventId = value;
    else if (field === 'retry' && /^[0-9]+$/.test(value)) this.retry = Number(value);
  }

  #flush() {
    const data = this.#data;
    const type = this.#eventType || 'message';
    this.#data = '';
    this.#eventType = '';
    if (data === '') return;
    this.#dispatch(new MessageEvent(type, { data: data.slice(0, -1), lastEventId: this.#lastEventId }));
  }

  #dispatch(event) {
    if (this.#closed) return;
    this.#current = event;
    this.dispatchEvent(event);
    this.#current = null;
  }
}
