const privates = new WeakMap();

function emit(client, event) {
  const state = privates.get(client);
  for (const { type, listener } of [...state.listeners]) {
    if (type === event.type && !state.controller.signal.aborted && !state.ended) listener(event);
  }
}

function createParser({ onEvent, onRetry }) {
  let carriageReturn = false;
  let partial = '';
  let block = { type: '', data: [] };
  let lastEventId = '';

  function field(name, value) {
    if (name === 'data') block.data.push(value);
    else if (name === 'event') block.type = value;
    else if (name === 'id' && !value.includes('\0')) lastEventId = value;
    else if (name === 'retry' && !/[^0-9]/.test(value) && value) onRetry(Number(value));
  }

  function line(text) {
    if (text !== '') {
      const { name, value } = /^(?<name>[^:]*)(:( )?(?<value>[^]*))?$/.exec(text).groups;
      field(name, value ?? '');
      return;
    }
    const { type, data } = block;
    block = { type: '', data: [] };
    if (data.length > 0) onEvent({ type: type || 'message', data: data.join('\n'), lastEventId });
  }

  return (text) => {
    for (const [piece] of text.matchAll(/[^\r\n]+|\r\n|\r|\n/g)) {
      if (piece === '\n' && carriageReturn) {
        carriageReturn = false;
        continue;
      }
      carriageReturn = piece === '\r';
      if (/[\r\n]/.test(piece)) {
        line(partial);
        partial = '';
      } else {
        partial += piece;
      }
    }
  };
}

/** Pipes the stream into a WritableStream; an AbortController ends the pipe. */
export class ServerSentEvents {
  retry = null;

  constructor(stream) {
    const controller = new AbortController();
    privates.set(this, { controller, listeners: [], ended: false });
    const decoder = new TextDecoder();
    const parse = createParser({
      onEvent: (event) => emit(this, event),
      onRetry: (retry) => { this.retry = retry; },
    });
    const sink = new WritableStream({ write: (chunk) => parse(decoder.decode(chunk, { stream: true })) });
    stream
      .pipeTo(sink, { signal: controller.signal })
      .then(() => emit(this, { type: 'close' }), (error) => emit(this, { type: 'error', error }))
      .finally(() => { privates.get(this).ended = true; });
  }

  addEventListener(type, listener) {
    privates.get(this).listeners.push({ type, listener });
  }

  removeEventListener(type, listener) {
    const { listeners } = privates.get(this);
    const index = listeners.findIndex((entry) => entry.type === type && entry.listener === listener);
    if (index >= 0) listeners.splice(index, 1);
  }

  close() {
    privates.get(this).controller.abort();
  }
}
