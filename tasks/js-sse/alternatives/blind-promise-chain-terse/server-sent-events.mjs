export class ServerSentEvents {
  retry = null;
  #listeners = new Map();
  #reader;
  #open = true;
  #decoder = new TextDecoder();
  #line = '';
  #skipLF = false;
  #data = '';
  #type = '';
  #id = '';

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#pump();
  }

  addEventListener(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(listener);
  }

  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  close() {
    if (!this.#open) return;
    this.#open = false;
    this.#reader.cancel().catch(() => {});
  }

  #pump() {
    this.#reader.read().then(
      ({ done, value }) => {
        if (done) return this.#finish({ type: 'close' });
        this.#push(this.#decoder.decode(value, { stream: true }));
        if (this.#open) this.#pump();
      },
      (error) => this.#finish({ type: 'error', error }),
    );
  }

  #finish(event) {
    this.#emit(event);
    this.#open = false;
  }

  #push(text) {
    for (const [piece] of text.matchAll(/[\r\n]|[^\r\n]+/g)) {
      if (!this.#open) return;
      const skip = this.#skipLF && piece === '\n';
      this.#skipLF = piece === '\r';
      if (skip) continue;
      if (piece !== '\r' && piece !== '\n') {
        this.#line += piece;
        continue;
      }
      const line = this.#line;
      this.#line = '';
      this.#interpret(line);
    }
  }

  #interpret(line) {
    if (line === '') return this.#endEvent();
    const [name] = line.split(':', 1);
    const value = line.slice(name.length + 1).replace(/^ /, '');
    if (name === 'data') this.#data += `${value}\n`;
    if (name === 'event') this.#type = value;
    if (name === 'id' && !value.includes('\0')) this.#id = value;
    if (name === 'retry' && /^[0-9]+$/.test(value)) this.retry = Number(value);
  }

  #endEvent() {
    const [data, type] = [this.#data, this.#type || 'message'];
    this.#data = this.#type = '';
    if (data) this.#emit({ type, data: data.slice(0, -1), lastEventId: this.#id });
  }

  #emit(event) {
    const listeners = this.#listeners.get(event.type);
    listeners && [...listeners].forEach((listener) => {
      if (this.#open && listeners.has(listener)) listener(event);
    });
  }
}
