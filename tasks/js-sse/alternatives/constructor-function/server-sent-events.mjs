/**
 * Written without class syntax, as before ES2015. The words in this comment are no code:
 * console.log, AbortController, new TextDecoder() for each chunk, split(/[\n\r]+/).
 */
function ServerSentEvents(stream) {
  var self = this;
  self.retry = null;
  self._reader = stream.getReader();
  self._listeners = Object.create(null);
  self._over = false;
  self._decoder = new TextDecoder();
  self._line = '';
  self._sawCarriageReturn = false;
  self._id = '';
  self._clear();

  self._reader.read().then(function next(result) {
    if (result.done) {
      self._finish({ type: 'close' });
      return;
    }
    self._parse(self._decoder.decode(result.value, { stream: true }));
    return self._reader.read().then(next);
  }).catch(function (error) {
    self._finish({ type: 'error', error: error });
  });
}

ServerSentEvents.prototype.addEventListener = function (type, listener) {
  if (!this._listeners[type]) this._listeners[type] = [];
  this._listeners[type].push(listener);
};

ServerSentEvents.prototype.removeEventListener = function (type, listener) {
  var list = this._listeners[type] || [];
  for (var i = list.length - 1; i >= 0; i--) {
    if (list[i] === listener) list.splice(i, 1);
  }
};

ServerSentEvents.prototype.close = function () {
  if (this._over) return;
  this._over = true;
  this._reader.cancel().catch(function () {});
};

ServerSentEvents.prototype._clear = function () {
  this._type = '';
  this._data = '';
};

ServerSentEvents.prototype._parse = function (text) {
  for (var i = 0; i < text.length; i++) {
    var c = text.charAt(i);
    if (c === '\n' && this._sawCarriageReturn) {
      this._sawCarriageReturn = false;
    } else if (c === '\n' || c === '\r') {
      this._sawCarriageReturn = c === '\r';
      var line = this._line;
      this._line = '';
      this._handleLine(line);
    } else {
      this._sawCarriageReturn = false;
      this._line += c;
    }
  }
};

ServerSentEvents.prototype._handleLine = function (line) {
  if (line === '') {
    if (this._data) {
      this._emit({ type: this._type || 'message', data: this._data.slice(0, -1), lastEventId: this._id });
    }
    this._clear();
    return;
  }
  var match = /^([^:]+)(?:: ?([\s\S]*))?$/.exec(line);
  if (!match) return;
  var value = match[2] || '';
  if (match[1] === 'event') this._type = value;
  else if (match[1] === 'data') this._data += value + '\n';
  else if (match[1] === 'id' && value.indexOf('\0') < 0) this._id = value;
  else if (match[1] === 'retry' && /^[0-9]+$/.test(value)) this.retry = parseInt(value, 10);
};

ServerSentEvents.prototype._emit = function (event) {
  var list = (this._listeners[event.type] || []).slice();
  for (var i = 0; i < list.length && !this._over; i++) list[i](event);
};

ServerSentEvents.prototype._finish = function (event) {
  this._emit(event);
  this._over = true;
};

export { ServerSentEvents };
