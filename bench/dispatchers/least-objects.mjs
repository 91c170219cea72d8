// The floor: the handler is called with objects that have no more than these routes and middlewares touch. They serve no
// other purpose; hardly any real handler would do with them.

/** @param {Function} handler of Node requests */
export function toDispatch(handler) {
  // Express re-sets the prototype of both; where it is the right one already, that costs nothing.
  LeastRequest.prototype = handler.request ?? Object.prototype;
  LeastResponse.prototype = handler.response ?? Object.prototype;
  return (request) =>
    new Promise((resolve) => {
      handler(new LeastRequest(request), new LeastResponse(resolve));
    });
}

export const read = (answer) => answer;

function LeastRequest({ method, url, headers, body }) {
  this.method = method;
  this.url = url;
  this.headers = headers;
  this.socket = SOCKET;
  this.httpVersionMajor = 1;
  this.httpVersionMinor = 1;
  this.content = body;
  this.tellData = undefined;
  this.on = listenToBody;
  this.removeListener = forget;
  this._readableState = READABLE;
}

/** What the getter `readable` of Node looks at. */
const READABLE = { readable: true };
const SOCKET = { remoteAddress: '127.0.0.1', writable: true, on: forget, removeListener: forget };

/** The body comes, as bytes and in one piece, when somebody waits for its end. */
function listenToBody(event, listener) {
  if (event === 'data') this.tellData = listener;
  else if (event === 'end') {
    queueMicrotask(() => {
      this.tellData?.(Buffer.from(this.content));
      listener();
    });
  }
  return this;
}

function forget() {
  return this;
}

function LeastResponse(resolve) {
  this.statusCode = 200;
  this._header = null; // by this, Node, Express and compression know whether the headers have been sent
  this.fields = {};
  this.resolve = resolve;
  this.listeners = undefined;
  this.getHeader = getHeader;
  this.setHeader = setHeader;
  this.removeHeader = removeHeader;
  this.hasHeader = hasHeader;
  this.writeHead = writeHead;
  this.end = end;
  this.on = listen;
  this.removeListener = forget;
}

function getHeader(name) {
  return this.fields[name.toLowerCase()];
}

function setHeader(name, value) {
  this.fields[name.toLowerCase()] = value;
  return this;
}

function removeHeader(name) {
  delete this.fields[name.toLowerCase()];
}

function hasHeader(name) {
  return name.toLowerCase() in this.fields;
}

function writeHead() {
  this._header = '';
  return this;
}

function listen(event, listener) {
  this.listeners ??= [];
  this.listeners.push({ event, listener });
  return this;
}

function end(text) {
  if (this._header === null) this.writeHead(this.statusCode);
  this.resolve({ status: this.statusCode, text });
  if (this.listeners === undefined) return;
  for (const { event, listener } of this.listeners) if (event === 'finish') listener.call(this);
}
