const STOPPED = Symbol('stopped');

export class ServerSentEvents {
  retry = null;
  #stop = Promise.withResolvers();
  #stopped = false;
  #listeners = new Map();

  constructor(stream) {
    this.#loop(stream.getReader());
  }

  addEventListener(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(listener);
  }

  removeEventListener(type, listener) {
    if (this.#listeners.has(type)) this.#listeners.get(type).delete(listener);
  }

  close() {
    this.#stopped = true;
    this.#stop.resolve(STOPPED);
  }

  async #loop(reader) {
    this.#stop.promise.then(() => reader.cancel()).catch(() => {});
    const parse = this.#createParser();
    try {
      while (true) {
        const result = await Promise.race([this.#stop.promise, reader.read()]);
        if (result === STOPPED) return;
        if (result.done) break;
        parse(result.value);
      }
      this.#dispatch('close', {});
    } catch (error) {
      this.#dispatch('error', { error });
    }
    this.#stopped = true;
  }

  #createParser() {
    const decoder = new TextDecoder();
    const state = { line: '', cr: false, data: [], type: '', id: '' };
    return (bytes) => {
      for (const char of decoder.decode(bytes, { stream: true })) {
        const isPairedLineFeed = state.cr && char === '\n';
        state.cr = char === '\r';
        if (isPairedLineFeed) continue;
        if (char !== '\r' && char !== '\n') {
          state.line += char;
          continue;
        }
        const { line } = state;
        state.line = '';
        if (line) this.#field(state, line);
        else this.#event(state);
      }
    };
  }

  #field(state, line) {
    const { 1: name, 2: value = '' } = line.match(/^([^:]*)(?:: ?)?([\s\S]*)$/);
    if (name === 'data') state.data.push(value);
    else if (name === 'event') state.type = value;
    else if (name === 'id') state.id = value.includes('\u0000') ? state.id : value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.retry = Number.parseInt(value);
  }

  #event(state) {
    const { data, type, id: lastEventId } = state;
    state.data = [];
    state.type = '';
    if (data.length > 0) this.#dispatch(type || 'message', { data: data.join('\n'), lastEventId });
  }

  #dispatch(type, fields) {
    for (const listener of new Set(this.#listeners.get(type))) {
      if (this.#stopped) return;
      if (this.#listeners.get(type).has(listener)) listener({ type, ...fields });
    }
  }
}
