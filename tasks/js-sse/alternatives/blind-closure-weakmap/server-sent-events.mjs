const connections = new WeakMap();

/** Returns a function that takes text and calls `onLine` for each line that has ended. */
function createLineReader(onLine) {
  let unfinished = '';
  let afterCR = false;

  return (text) => {
    let start = 0;
    for (let i = 0; i < text.length; i++) {
      const char = text[i];
      if (char === '\n' && afterCR) {
        afterCR = false;
        start = i + 1;
        continue;
      }
      afterCR = char === '\r';
      if (char === '\n' || char === '\r') {
        const line = unfinished + text.slice(start, i);
        unfinished = '';
        start = i + 1;
        onLine(line);
      }
    }
    unfinished += text.slice(start);
  };
}

/** Returns a function that takes lines and calls `onEvent` and `onRetry` for what they mean. */
function createInterpreter({ onEvent, onRetry }) {
  let type = '';
  let data = [];
  let lastEventId = '';

  const fields = new Map([
    ['data', (value) => { data.push(value); }],
    ['event', (value) => { type = value; }],
    ['id', (value) => { if (!value.includes('\0')) lastEventId = value; }],
    ['retry', (value) => { if (/^[0-9]+$/.test(value)) onRetry(Number(value)); }],
  ]);

  function endEvent() {
    const event = { type: type || 'message', data: data.join('\n'), lastEventId };
    const isEmpty = data.length === 0;
    type = '';
    data = [];
    if (!isEmpty) onEvent(event);
  }

  return (line) => {
    if (line === '') {
      endEvent();
      return;
    }
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    fields.get(name)?.(value);
  };
}

function connect(stream, onRetry) {
  const listeners = new Map();
  const reader = stream.getReader();
  let closed = false;

  function dispatch(event) {
    const registered = listeners.get(event.type) ?? new Set();
    for (const listener of [...registered]) {
      if (!closed && registered.has(listener)) listener(event);
    }
  }

  async function read() {
    const decoder = new TextDecoder();
    const readText = createLineReader(createInterpreter({ onEvent: dispatch, onRetry }));
    try {
      let { done, value } = await reader.read();
      while (!done && !closed) {
        readText(decoder.decode(value, { stream: true }));
        ({ done, value } = await reader.read());
      }
    } catch (error) {
      dispatch({ type: 'error', error });
      return;
    }
    dispatch({ type: 'close' });
  }

  function close() {
    if (closed) return;
    closed = true;
    reader.cancel().catch(() => {}); // a stream that has failed cannot be cancelled
  }

  read();
  return { listeners, close };
}

export class ServerSentEvents {
  constructor(stream) {
    this.retry = null;
    connections.set(this, connect(stream, (retry) => { this.retry = retry; }));
  }

  addEventListener(type, listener) {
    const { listeners } = connections.get(this);
    if (!listeners.has(type)) listeners.set(type, new Set());
    listeners.get(type).add(listener);
  }

  removeEventListener(type, listener) {
    connections.get(this).listeners.get(type)?.delete(listener);
  }

  close() {
    connections.get(this).close();
  }
}
