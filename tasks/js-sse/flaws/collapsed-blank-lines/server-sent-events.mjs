export class ServerSentEvents {
  #stream;
  #reader = null;
  #listeners = new Map();
  #lastEventId = '';
  #eventType = '';
  #data = '';
  #closed = false;
  retry = null;

  constructor(stream) {
    this.#stream = stream;
    this.#start();
  }

  addEventListener(type, listener) {
    if (!this.#listeners.has(type)) {
      this.#listeners.set(type, new Set());
    }
    this.#listeners.get(type).add(listener);
  }

  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  async #start() {
    this.#reader = this.#stream.getReader();
    const decoder = new TextDecoder();
    let buffer = '';
    try {
      while (true) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        buffer += decoder.decode(value, { stream: true });
        const lines = buffer.split(/[\n\r]+/);
        buffer = lines.pop();
        for (const line of lines) {
          this.#processLine(line);
        }
      }
      this.#emit('close', { type: 'close' });
    } catch (error) {
      this.#emit('error', { type: 'error', error });
    } finally {
      this.#closed = true;
    }
  }

  #processLine(line) {
    if (line === '') {
      this.#dispatch();
      return;
    }
    if (line.startsWith(':')) return;
    const index = line.indexOf(':');
    const field = index === -1 ? line : line.slice(0, index);
    let value = index === -1 ? '' : line.slice(index + 1);
    if (value.startsWith(' ')) value = value.slice(1);
    switch (field) {
      case 'event':
        this.#eventType = value;
        break;
      case 'data':
        this.#data += value + '\n';
        break;
      case 'id':
        if (!value.includes('\0')) this.#lastEventId = value;
        break;
      case 'retry':
        if (/^\d+$/.test(value)) this.retry = Number(value);
        break;
    }
  }

  #dispatch() {
    if (this.#data !== '') {
      const type = this.#eventType || 'message';
      this.#emit(type, { type, data: this.#data.slice(0, -1), lastEventId: this.#lastEventId });
    }
    this.#data = '';
    this.#eventType = '';
  }

  #emit(type, event) {
    if (this.#closed) return;
    this.#listeners.get(type)?.forEach((listener) => listener(event));
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader?.cancel().catch(() => {});
  }
}
