class LineSplitter extends TransformStream {
  constructor() {
    let line = '';
    let previous = '';
    super({
      transform(chunk, controller) {
        let start = 0;
        for (let i = 0; i < chunk.length; i++) {
          const char = chunk[i];
          if (char === '\r' || (char === '\n' && previous !== '\r')) {
            controller.enqueue(line + chunk.slice(start, i));
            line = '';
          }
          if (char === '\r' || char === '\n') start = i + 1;
          previous = char;
        }
        line += chunk.slice(start);
      },
    });
  }
}

class EventAssembler extends TransformStream {
  constructor(onRetry) {
    let lastEventId = '';
    let type = 'message';
    let data = [];
    const fields = {
      event: (value) => { type = value || 'message'; },
      data: (value) => { data.push(value); },
      id: (value) => { if (!value.includes('\0')) lastEventId = value; },
      retry: (value) => { if (/^\d+$/.test(value)) onRetry(Number(value)); },
    };
    super({
      transform(line, controller) {
        if (line === '') {
          if (data.length) controller.enqueue({ type, data: data.join('\n'), lastEventId });
          type = 'message';
          data = [];
          return;
        }
        const [, name, value] = line.match(/^([^:]*):? ?([^]*)$/);
        if (Object.hasOwn(fields, name)) fields[name](value);
      },
    });
  }
}

/** Server-sent events from a byte stream, as a chain of transform streams. */
export class ServerSentEvents {
  #listeners = new Map();
  #reader;
  #open = true;
  #retry = null;

  constructor(stream) {
    this.#reader = stream
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new LineSplitter())
      .pipeThrough(new EventAssembler((ms) => { this.#retry = ms; }))
      .getReader();
    this.#pump();
  }

  get retry() {
    return this.#retry;
  }

  addEventListener(type, listener) {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  removeEventListener(type, listener) {
    this.#listeners.set(type, (this.#listeners.get(type) ?? []).filter((other) => other !== listener));
  }

  close() {
    if (!this.#open) return;
    this.#open = false;
    this.#reader.cancel().catch(() => {});
  }

  async #pump() {
    try {
      for (let result = await this.#reader.read(); !result.done; result = await this.#reader.read()) {
        this.#dispatch(result.value);
      }
      this.#dispatch({ type: 'close' });
    } catch (error) {
      this.#dispatch({ type: 'error', error });
    }
    this.#open = false;
  }

  #dispatch(event) {
    for (const listener of this.#listeners.get(event.type) ?? []) {
      if (this.#open) listener(event);
    }
  }
}
