import { decodeUtf8, isUtf8, parseMediaType, toBase64 } from '@multistatus/wire';
import type { Call } from './call.js';
import { type Field, headerBytes } from './call-headers.js';
import type { Description } from './endpoint.js';
import { hasBody, toTarget } from './is-batchable.js';
import { readBytes } from './read-bytes.js';

/** A call as an operation of a batch. */
export interface CallOperation {
  readonly call: Call;
  /** The headers of its batch. */
  readonly batchHeaders: readonly Field[];
  /** Its members as JSON, without the surrounding braces. */
  readonly members: string;
  /** Its size in a batch, including braces and comma. */
  readonly bytes: number;
}

/** What the server accepts, and the headers of the operation and of its batch. */
export interface ConversionContext extends Pick<Description, 'limits' | 'basePath'> {
  readonly headers: Readonly<Record<string, string>>;
  readonly batchHeaders: readonly Field[];
}

/** Bytes per operation besides its members: braces and the comma. */
const OPERATION_OVERHEAD_BYTES = 3;
/** Bytes of a batch besides its operations: `{"requests":[]}`. */
export const ENVELOPE_BYTES = 15;

const UTF8 = new TextEncoder();

/**
 * Converts a call to an operation. Returns `undefined` if it exceeds a limit, if its body breaks off, or if it has a
 * body that its method does not allow.
 *
 * A body is sent as text if its bytes are UTF-8, otherwise as base64. It is never sent as a JSON value, because the
 * server would serialize that again, with different white space and numbers, which breaks signatures of the bytes.
 */
export async function toCallOperation(
  call: Call,
  { limits, basePath, headers, batchHeaders }: ConversionContext,
): Promise<CallOperation | undefined> {
  const { request } = call;
  const url = toTarget(call.url);
  if (url.length > limits.maxUrlLength || headerBytes(headers) > limits.maxHeaderBytes) return undefined;
  if (!isUnder(call.url.pathname, basePath)) return undefined;
  const operation = { id: call.id, method: request.method, url, headers };
  const body = await readOperationBody(request, limits.maxBodyBytes);
  if (body === undefined) return undefined;
  const members = JSON.stringify({ ...operation, ...body }).slice(1, -1);
  const bytes = UTF8.encode(members).length + OPERATION_OVERHEAD_BYTES;
  return bytes + ENVELOPE_BYTES > limits.maxBodyBytes ? undefined : { call, batchHeaders, members, bytes };
}

interface OperationBody {
  readonly body?: string;
  readonly bodyEncoding?: 'text' | 'base64';
}

function isUnder(pathname: string, basePath: string): boolean {
  const base = basePath.replace(/\/$/, '');
  return pathname === base || pathname.startsWith(`${base}/`);
}

async function readOperationBody(request: Request, maxBytes: number): Promise<OperationBody | undefined> {
  if (!hasBody(request)) {
    // Here `fetch` sends Content-Length 0, which tells the server that there is empty content of this type.
    const isEmpty = /^(?:POST|PUT)$/.test(request.method) && request.headers.has('content-type');
    return isEmpty ? { body: '', bodyEncoding: 'text' } : {};
  }
  const bytes = await readBytes(request, maxBytes).catch(() => undefined);
  if (bytes === undefined || request.method === 'DELETE') return undefined;
  const charset = parseMediaType(request.headers.get('content-type') ?? undefined)?.charset;
  const text = isUtf8(charset) ? decodeUtf8(bytes) : undefined;
  if (text !== undefined) return { body: text, bodyEncoding: 'text' };
  return { body: toBase64(bytes), bodyEncoding: 'base64' };
}
