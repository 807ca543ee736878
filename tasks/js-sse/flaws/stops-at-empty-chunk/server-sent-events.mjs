const CR = '\r';
const LF = '\n';

export class ServerSentEvents {
  #target = new EventTarget();
  #reader;
  #open = true;
  #retry = null;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#consume();
  }

  get retry() {
    return this.#retry;
  }

  addEventListener(type, listener) {
    this.#target.addEventListener(type, listener);
  }

  removeEventListener(type, listener) {
    this.#target.removeEventListener(type, listener);
  }

  close() {
    if (!this.#open) return;
    this.#open = false;
    this.#reader.cancel().catch(() => {});
    // Listeners of the event that is being dispatched must not be called either.
    this.#target = new EventTarget();
  }

  #emit(event) {
    if (this.#open) this.#target.dispatchEvent(event);
  }

  async #consume() {
    const decoder = new TextDecoder();
    let line = '';
    let previous = '';
    let data = [];
    let type = '';
    let lastEventId = '';

    const endOfLine = () => {
      if (line === '') {
        if (data.length) this.#emit(new MessageEvent(type || 'message', { data: data.join(LF), lastEventId }));
        data = [];
        type = '';
        return;
      }
      const index = line.indexOf(':');
      const field = index === -1 ? line : line.slice(0, index);
      const rest = index === -1 ? '' : line.slice(index + 1);
      const value = rest.startsWith(' ') ? rest.slice(1) : rest;
      if (field === 'data') data.push(value);
      else if (field === 'event') type = value;
      else if (field === 'id') lastEventId = value.includes('\0') ? lastEventId : value;
      else if (field === 'retry' && value !== '' && [...value].every((digit) => digit >= '0' && digit <= '9'))
        this.#retry = Number.parseInt(value, 10);
    };

    try {
      while (this.#open) {
        const { done, value } = await this.#reader.read();
        if (done || value.length === 0) break;
        for (const char of decoder.decode(value, { stream: true })) {
          if (char === CR || (char === LF && previous !== CR)) {
            endOfLine();
            line = '';
          } else if (char !== LF) {
            line += char;
          }
          previous = char;
        }
      }
      this.#emit(new Event('close'));
    } catch (error) {
      this.#emit(Object.assign(new Event('error'), { error }));
    }
    this.#open = false;
  }
}
