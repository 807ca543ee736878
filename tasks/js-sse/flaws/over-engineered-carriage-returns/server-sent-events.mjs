/**
 * ServerSentEvents - a robust client for server-sent events.
 */
export class ServerSentEvents {
  constructor(stream) {
    this._stream = stream;
    this._listeners = new Map();
    this._abortController = new AbortController();
    this._buffer = '';
    this._pendingCR = false;
    this._closed = false;
    this._dataLines = [];
    this._eventType = '';
    this._lastEventId = '';
    this._retry = null;
    this._reader = this._stream.getReader();
    this._processStream();
  }

  get retry() {
    return this._retry;
  }

  addEventListener(type, listener) {
    if (!this._listeners.has(type)) {
      this._listeners.set(type, []);
    }
    this._listeners.get(type).push(listener);
  }

  removeEventListener(type, listener) {
    const listeners = this._listeners.get(type);
    if (!listeners) return;
    const index = listeners.indexOf(listener);
    if (index !== -1) listeners.splice(index, 1);
  }

  close() {
    if (this._closed) return;
    this._closed = true;
    this._reader.cancel().catch(() => {});
  }

  async _processStream() {
    try {
      while (true) {
        const { done, value } = await this._reader.read();
        if (done) break;
        this._processChunk(new TextDecoder().decode(value));
      }
      this._emit({ type: 'close' });
    } catch (error) {
      this._emit({ type: 'error', error });
    } finally {
      this._closed = true;
    }
  }

  _processChunk(chunk) {
    for (let i = 0; i < chunk.length; i++) {
      const char = chunk[i];
      if (this._pendingCR) {
        this._pendingCR = false;
        this._processLine(this._buffer);
        this._buffer = '';
        if (char === '\n') continue;
        // A CR that follows a CR belongs to the same line ending.
        if (char === '\r') continue;
      }
      if (char === '\r') {
        this._pendingCR = true;
      } else if (char === '\n') {
        this._processLine(this._buffer);
        this._buffer = '';
      } else {
        this._buffer += char;
      }
    }
  }

  _processLine(line) {
    if (line === '') {
      this._dispatchEvent();
      return;
    }
    if (line.startsWith(':')) return;
    const colonIndex = line.indexOf(':');
    const field = colonIndex === -1 ? line : line.substring(0, colonIndex);
    let value = colonIndex === -1 ? '' : line.substring(colonIndex + 1);
    if (value.startsWith(' ')) {
      value = value.substring(1);
    }
    this._processField(field, value);
  }

  _processField(field, value) {
    switch (field) {
      case 'data':
        this._dataLines.push(value);
        break;
      case 'event':
        this._eventType = value;
        break;
      case 'id':
        if (!value.includes('\0')) this._lastEventId = value;
        break;
      case 'retry':
        if (/^\d+$/.test(value)) this._retry = parseInt(value, 10);
        break;
    }
  }

  _dispatchEvent() {
    const dataLines = this._dataLines;
    const type = this._eventType || 'message';
    this._dataLines = [];
    this._eventType = '';
    if (dataLines.length === 0) return;
    this._emit({ type, data: dataLines.join('\n'), lastEventId: this._lastEventId });
  }

  _emit(event) {
    for (const listener of [...(this._listeners.get(event.type) || [])]) {
      if (!this._closed) listener(event);
    }
  }
}
