const LINE_END = /\r\n|\n|\r/;

export class ServerSentEvents {
  constructor(stream) {
    const reader = stream.getReader();
    const decoder = new TextDecoder();
    const listeners = new Map();
    let finished = false;
    let buffer = '';
    let skipsLineFeed = false;
    let eventType = '';
    let lines = [];
    let lastEventId = '';

    this.retry = null;

    this.addEventListener = (type, listener) => {
      listeners.set(type, (listeners.get(type) || new Set()).add(listener));
    };

    this.removeEventListener = (type, listener) => {
      if (listeners.has(type)) listeners.get(type).delete(listener);
    };

    this.close = () => {
      if (!finished) {
        finished = true;
        reader.cancel().catch(() => {});
      }
    };

    const dispatch = (event) => {
      (listeners.get(event.type) || []).forEach((listener) => finished || listener(event));
    };

    const setField = (name, value) => {
      if (name === 'data') lines.push(value);
      else if (name === 'event') eventType = value;
      else if (name === 'id') lastEventId = value.includes('\0') ? lastEventId : value;
      else if (name === 'retry') this.retry = /^\d+$/.test(value) ? Number(value) : this.retry;
    };

    const handleLine = (line) => {
      if (line === '') {
        const event = { type: eventType || 'message', data: lines.join('\n'), lastEventId };
        const hasData = lines.length > 0;
        eventType = '';
        lines = [];
        if (hasData) dispatch(event);
        return;
      }
      const colon = line.indexOf(':');
      if (colon < 0) setField(line, '');
      else if (colon > 0) setField(line.slice(0, colon), line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1));
    };

    const handleText = (text) => {
      if (text === '') return;
      buffer += skipsLineFeed && text.startsWith('\n') ? text.slice(1) : text;
      skipsLineFeed = text.endsWith('\r');
      let end = buffer.search(LINE_END);
      while (end >= 0) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(buffer.startsWith('\r\n', end) ? end + 2 : end + 1);
        handleLine(line);
        end = buffer.search(LINE_END);
      }
    };

    const finish = (event) => {
      dispatch(event);
      finished = true;
    };

    const pump = () =>
      reader.read().then(({ done, value }) => {
        if (!done) {
          handleText(decoder.decode(value, { stream: true }));
          return pump();
        }
        finish({ type: 'close' });
      });

    pump().catch((error) => finish({ type: 'error', error }));
  }
}
