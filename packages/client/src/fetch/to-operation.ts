import { isUtf8, parseMediaType, toBase64 } from '@multistatus/wire';
import type { Call } from './call.js';
import type { Description } from './endpoint.js';
import { hasBody, toTarget } from './may-travel.js';
import { readBytes } from './read-bytes.js';

/** A call as an operation of a batch. */
export interface CallOperation {
  readonly call: Call;
  /** Its members as JSON, without `id` and the braces around. */
  readonly members: string;
  /** Bytes of it in a batch, with id, braces and comma. */
  readonly bytes: number;
}

/** What is between the members of operations: braces, the comma and `"id":"..",` with an index. */
const AROUND_MEMBERS = 24;
/** `{"requests":[]}`. */
export const AROUND_OPERATIONS = 15;

const UTF8 = new TextEncoder();

/**
 * Makes a call an operation. `undefined` if a limit forbids it, if its body breaks off, or if it has one and its method
 * takes none.
 *
 * A body goes as text wherever its bytes are UTF-8, base64 otherwise, and never as a JSON value: this would be written
 * anew by the server, with other white space and other numbers, and no signature of the bytes would hold.
 */
export async function toOperation(
  call: Call,
  { limits, basePath }: Description,
): Promise<CallOperation | undefined> {
  const { request, headers } = call;
  const url = toTarget(call.url);
  if (url.length > limits.maxUrlLength || headers.ownBytes > limits.maxHeaderBytes) return undefined;
  if (!isUnder(call.url.pathname, basePath)) return undefined;
  const operation = { method: request.method, url, headers: headers.own };
  const body = await readBody(request, limits.maxBodyBytes);
  if (body === undefined) return undefined;
  const members = JSON.stringify({ ...operation, ...body }).slice(1, -1);
  const bytes = UTF8.encode(members).length + AROUND_MEMBERS;
  return bytes + AROUND_OPERATIONS > limits.maxBodyBytes ? undefined : { call, members, bytes };
}

interface OperationBody {
  readonly body?: string;
  readonly bodyEncoding?: 'text' | 'base64';
}

function isUnder(pathname: string, basePath: string): boolean {
  const base = basePath.replace(/\/$/, '');
  return pathname === base || pathname.startsWith(`${base}/`);
}

async function readBody(request: Request, maxBytes: number): Promise<OperationBody | undefined> {
  if (!hasBody(request)) {
    // `fetch` sends a length of 0 here, by which a server knows that there is content of this type, and none of it.
    const isEmpty = /^(?:POST|PUT)$/.test(request.method) && request.headers.has('content-type');
    return isEmpty ? { body: '', bodyEncoding: 'text' } : {};
  }
  const bytes = await readBytes(request, maxBytes).catch(() => undefined);
  if (bytes === undefined || request.method === 'DELETE') return undefined;
  const charset = parseMediaType(request.headers.get('content-type') ?? undefined)?.charset;
  const text = isUtf8(charset) ? decode(bytes) : undefined;
  if (text !== undefined) return { body: text, bodyEncoding: 'text' };
  return { body: toBase64(bytes), bodyEncoding: 'base64' };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
