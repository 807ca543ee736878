export class ServerSentEvents {
  retry = null;

  #reader;
  #listeners = new Map();
  #closed = false;

  #data = '';
  #type = '';
  #lastEventId = '';

  constructor(stream) {
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
    // Cancelling a failed stream rejects; nobody is left who could be interested.
    this.#reader.cancel().catch(() => {});
  }

  async #run() {
    try {
      await this.#read();
    } catch (error) {
      this.#emit({ type: 'error', error });
      return;
    }
    this.#emit({ type: 'close' });
  }

  async #read() {
    const decoder = new TextDecoder();
    let rest = '';
    let afterCR = false;

    while (true) {
      const { done, value } = await this.#reader.read();
      if (done) return;

      let text = decoder.decode(value, { stream: true });
      if (text === '') continue;

      // A CR ends its line at once, so an LF that follows it in a later chunk is skipped.
      const endsWithCR = text.endsWith('\r');
      if (afterCR && text.startsWith('\n')) text = text.slice(1);
      afterCR = endsWithCR;

      const lines = text.split(/\r\n|\r|\n/);
      lines[0] = rest + lines[0];
      rest = lines.pop();
      for (const line of lines) {
        if (this.#closed) return;
        this.#processLine(line);
      }
    }
  }

  #processLine(line) {
    if (line === '') {
      this.#dispatchEvent();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    if (colon === -1) {
      this.#processField(line, '');
    } else {
      this.#processField(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ''));
    }
  }

  #processField(name, value) {
    switch (name) {
      case 'event':
        this.#type = value;
        break;
      case 'data':
        this.#data += `${value}\n`;
        break;
      case 'id':
        if (!value.includes('\0')) this.#lastEventId = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) this.retry = Number(value);
        break;
    }
  }

  #dispatchEvent() {
    const data = this.#data;
    const type = this.#type || 'message';
    this.#data = '';
    this.#type = '';
    if (data !== '') {
      this.#emit({ type, data: data.slice(0, -1), lastEventId: this.#lastEventId });
    }
  }

  #emit(event) {
    const listeners = this.#listeners.get(event.type);
    if (!listeners) return;
    // A copy, so that listeners that are added meanwhile do not see this event.
    for (const listener of [...listeners]) {
      if (this.#closed) return;
      if (listeners.has(listener)) listener(event);
    }
  }
}
