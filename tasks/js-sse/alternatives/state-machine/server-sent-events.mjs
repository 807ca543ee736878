const FIELD = 0;
const VALUE_START = 1;
const VALUE = 2;
const COMMENT = 3;

/** A client for server-sent events that looks at one character after the other. */
class ServerSentEvents {
  constructor(stream) {
    this.retry = null;
    this._listeners = new Map();
    this._reader = stream.getReader();
    this._done = false;
    this._state = FIELD;
    this._afterCr = false;
    this._field = '';
    this._value = '';
    this._type = '';
    this._data = '';
    this._lastEventId = '';
    this._loop();
  }

  addEventListener(type, listener) {
    const listeners = this._listeners.get(type);
    if (listeners) listeners.push(listener);
    else this._listeners.set(type, [listener]);
  }

  removeEventListener(type, listener) {
    const listeners = this._listeners.get(type);
    const index = listeners ? listeners.indexOf(listener) : -1;
    if (index >= 0) listeners.splice(index, 1);
  }

  close() {
    if (this._done) return;
    this._done = true;
    this._reader.cancel().then(null, () => {});
  }

  async _loop() {
    const decoder = new TextDecoder();
    let last;
    try {
      while (true) {
        const { done, value } = await this._reader.read();
        if (done) break;
        for (const char of decoder.decode(value, { stream: true })) this._feed(char);
      }
      last = { type: 'close' };
    } catch (error) {
      last = { type: 'error', error };
    }
    this._emit(last);
    this._done = true;
  }

  _feed(char) {
    const isLfOfCrLf = this._afterCr && char === '\n';
    this._afterCr = char === '\r';
    if (isLfOfCrLf) return;
    if (char === '\r' || char === '\n') {
      this._endLine();
      return;
    }
    switch (this._state) {
      case FIELD:
        if (char !== ':') this._field += char;
        else this._state = this._field === '' ? COMMENT : VALUE_START;
        break;
      case VALUE_START:
        this._state = VALUE;
        if (char !== ' ') this._value += char;
        break;
      case VALUE:
        this._value += char;
        break;
      case COMMENT:
        break;
    }
  }

  _endLine() {
    if (this._state === FIELD && this._field === '') this._endEvent();
    else if (this._state !== COMMENT) this._endField(this._field, this._value);
    this._state = FIELD;
    this._field = '';
    this._value = '';
  }

  _endField(field, value) {
    if (field === 'data') this._data += value + '\n';
    if (field === 'event') this._type = value;
    if (field === 'id' && value.indexOf('\0') === -1) this._lastEventId = value;
    if (field === 'retry' && value !== '' && [...value].every((c) => c >= '0' && c <= '9')) this.retry = +value;
  }

  _endEvent() {
    const data = this._data;
    const type = this._type;
    this._data = '';
    this._type = '';
    if (data === '') return;
    this._emit({ type: type || 'message', data: data.slice(0, -1), lastEventId: this._lastEventId });
  }

  _emit(event) {
    const listeners = this._listeners.get(event.type) || [];
    listeners.slice().forEach((listener) => {
      if (!this._done) listener(event);
    });
  }
}

export { ServerSentEvents };
