import { IncomingMessage, OutgoingMessage, ServerResponse } from 'node:http';

/*
 * Every member of Node's HTTP messages that is not documented and that inject relies on. No other file names one that is
 * missing here. Where a version of Node lacks any of them, inject goes through a server instead: see inject.ts.
 */

/** The members of a request that inject uses. */
export type OpenRequest = IncomingMessage & {
  /** Fills `rawHeaders` and `headers`, as the parser does. */
  _addHeaderLines(lines: string[], count: number): void;
  /** Reads a request to its end that nobody reads. */
  _dump(): void;
  _dumped: boolean;
  /** The socket, under another name. */
  client: unknown;
  /** Somebody has begun to read. */
  _consuming: boolean;
  /** The number of events that somebody listens for. */
  _eventsCount: number;
  _readableState: Record<(typeof READABLE_STATE)[number], boolean | number | null>;
};

/** The members of a response that inject uses. */
export type OpenResponse = ServerResponse & {
  /** The status line and the fields; `null` until they are settled. */
  _header: string | null;
  /** The head has gone out, with or before the first part of the body. */
  _headerSent: boolean;
  _hasBody: boolean;
  _closed: boolean;
  chunkedEncoding: boolean;
  /** Where `write()`, `end()` and `flushHeaders()` hand over what follows the head, chunk framing included. */
  _send(data: string | Uint8Array, encoding: BufferEncoding | null, callback: unknown): boolean;
  /** Where informational responses go out. */
  _writeRaw(data: string, encoding: string, callback: unknown): boolean;
  /** What `writeHead()` calls to write the head: sets `_header`. */
  _storeHeader(firstLine: string, headers: unknown): void;
  /** What `setHeader()` was called with: by lower-case name, the name and the value. */
  [outHeaders]?: unknown;
  [needDrain]?: boolean;
};

/** The members of a socket that Node's messages use. */
export interface OpenSocket {
  /** The response that the socket is assigned to. `end()` emits `prefinish` only for that one. */
  _httpMessage: unknown;
  /** `end()` sets `corked` to 1 before it uncorks. */
  readonly _writableState: { corked: number };
}

const READABLE_STATE = [
  'length',
  'resumeScheduled',
  'flowing',
  'ended',
  'endEmitted',
  'destroyed',
  'closed',
  'closeEmitted',
] as const;
const REQUEST = [
  '_addHeaderLines',
  '_dump',
  '_dumped',
  'client',
  '_consuming',
  '_eventsCount',
  '_readableState',
] as const satisfies readonly (keyof OpenRequest)[];
const RESPONSE = [
  '_header',
  '_headerSent',
  '_hasBody',
  '_closed',
  '_send',
  '_writeRaw',
  '_storeHeader',
  'chunkedEncoding',
] as const satisfies readonly (keyof OpenResponse)[];

const OUTGOING_SYMBOLS = Object.getOwnPropertySymbols(new OutgoingMessage());

/** Where `OutgoingMessage.write()` notes that it returned `false`. */
export const needDrain: unique symbol = OUTGOING_SYMBOLS.find(
  (symbol) => symbol.description === 'kNeedDrain',
) as never;

/** Where `OutgoingMessage.setHeader()` keeps its headers. */
export const outHeaders: unique symbol = OUTGOING_SYMBOLS.find(
  (symbol) => symbol.description === 'kOutHeaders',
) as never;

let isDumpImmediate: boolean | undefined;

/**
 * Checks whether Node ends a complete request that nobody reads without making its stream flow.
 *
 * Node 26 does; up to Node 24, the stream is resumed for it.
 */
export function dumpsAtOnce(): boolean {
  isDumpImmediate ??= checkDump();
  return isDumpImmediate;
}

/**
 * Returns the members that this version of Node lacks, by name; an empty list where inject has all that it uses.
 *
 * A name alone proves little, so one response is written as well: what goes by another way than before is listed too.
 */
export function findMissingInternals(): string[] {
  const req = new IncomingMessage(undefined as never) as OpenRequest;
  const res = new ServerResponse(req as IncomingMessage) as OpenResponse;
  const state: object = req._readableState ?? {};
  const missing = [
    ...REQUEST.filter((name) => !(name in req)),
    ...RESPONSE.filter((name) => !(name in res)),
    ...READABLE_STATE.filter((name) => !(name in state)).map((name) => `_readableState.${name}`),
    ...(needDrain === undefined ? ['kNeedDrain'] : []),
    ...(outHeaders === undefined ? ['kOutHeaders'] : []),
  ];
  return missing.length > 0 ? missing : findUnusedInternals(req, res);
}

const OPEN_RESPONSE = ServerResponse.prototype as OpenResponse;

/** Returns those of the members that are there, but that Node no longer calls or sets. */
function findUnusedInternals(req: OpenRequest, res: OpenResponse): string[] {
  const used = new Set<string>();
  const note = (name: string) => (): boolean => {
    used.add(name);
    return true;
  };
  const socket = { _httpMessage: res, _writableState: { corked: 0 }, writable: true, cork() {}, uncork() {} };
  res._send = note('_send');
  res._writeRaw = note('_writeRaw');
  res.on('prefinish', note('_httpMessage'));
  res._storeHeader = (firstLine, headers): void => {
    const [name, value] = (headers as Record<string, unknown[]>)['a'] ?? [];
    if (headers === res[outHeaders] && name === 'A' && value === '1') used.add('_storeHeader');
    OPEN_RESPONSE._storeHeader.call(res, firstLine, headers);
  };
  try {
    res.setHeader('A', '1');
    (res as { socket: unknown }).socket = socket;
    res.writeContinue();
    res.end('x');
    if (res._header?.startsWith('HTTP/1.1 200 ')) used.add('_header');
    req._addHeaderLines(['A', '1'], 2);
    if (req.headers['a'] === '1') used.add('_addHeaderLines');
  } catch {
    // What was not reached, is not in the set.
  }
  return ['_send', '_writeRaw', '_storeHeader', '_httpMessage', '_header', '_addHeaderLines'].filter(
    (name) => !used.has(name),
  );
}

function checkDump(): boolean {
  const req = new IncomingMessage(undefined as never) as OpenRequest;
  try {
    req.complete = true;
    req.push(null);
    req._dump();
  } catch {
    // Missing members are found by findMissingInternals().
  }
  return req.readableFlowing === null;
}
