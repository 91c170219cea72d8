import { boundaryOf, MultipartError, type Part, partsOf, readHttpRequest } from '@multistatus/wire/multipart';
import { exchangeFinding, type Finding } from '../finding.js';
import { MULTIPART_LIMITS, type MultipartBody } from './open-multipart.js';

/** A request in a multipart batch. */
export interface BatchRequest {
  /** The number of its part, such as `2`, or `2.1` in a changeset. */
  readonly part: string;
  /** Its Content-ID, of the part or of the request. */
  readonly id?: string;
  /** The HTTP method, as it was sent. */
  readonly method: string;
  /** What the request line has between method and version, as it was sent. */
  readonly url: string;
  /** The headers of the request, not those of its part, in the order in which they were sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The bytes after the head; empty if there are none. */
  readonly body: Uint8Array;
}

/** What a multipart batch contains. */
export interface BatchReading {
  /** The requests that can be read, in the order of their parts. */
  readonly requests: readonly BatchRequest[];
  /** What a server would refuse the batch for; empty if that is nothing. */
  readonly findings: readonly Finding[];
}

const STATUS_LINE = /^[\r\n]*HTTP\//;

/** Checks whether the first message of a multipart body is a request, so that it is a batch and not an answer. */
export function isBatch({ bytes, boundary }: MultipartBody): boolean {
  try {
    for (const { headers, body } of partsOf(bytes, boundary, MULTIPART_LIMITS)) {
      const inner = boundaryOf(headers['content-type']);
      if (inner !== undefined) return isBatch({ bytes: body, boundary: inner });
      return !STATUS_LINE.test(new TextDecoder().decode(body.subarray(0, 100)));
    }
  } catch (error) {
    if (!(error instanceof MultipartError)) throw error;
  }
  return false;
}

/** Reads a multipart batch as far as possible, with what a server would refuse. */
export function readBatchRequests(body: MultipartBody): BatchReading {
  const requests: BatchRequest[] = [];
  const findings: Finding[] = [];
  const ids = new Set<string>();
  const refuse = (message: string, part?: string): void => {
    findings.push(
      exchangeFinding('multipart-request', message, part === undefined ? undefined : `part ${part}`),
    );
  };
  const readAll = ({ bytes, boundary }: MultipartBody, container?: string): void => {
    if (hasRequestAfterEnd(bytes, boundary)) {
      refuse('a request stands after the close delimiter, where servers ignore it', container);
    }
    attempt(
      () => {
        for (const part of partsOf(bytes, boundary, MULTIPART_LIMITS)) {
          readOne(
            part,
            container === undefined ? String(part.number) : `${container}.${part.number}`,
            container,
          );
        }
      },
      ({ part, reason }) =>
        refuse(reason, [container, part].filter((each) => each !== undefined).join('.') || undefined),
    );
  };
  const readOne = (part: Part, number: string, container: string | undefined): void => {
    const type = part.headers['content-type'] ?? '';
    const boundary = container === undefined ? boundaryOf(type) : undefined;
    if (boundary !== undefined) readAll({ bytes: part.body, boundary }, number);
    else if (!/^application\/http[\t ]*(?:;|$)/i.test(type)) {
      refuse(type === '' ? 'the part has no Content-Type' : `the part is of type ${type}`, number);
    } else
      attempt(
        () => accept(toRequest(part, number), container !== undefined),
        ({ reason }) => refuse(reason, number),
      );
  };
  const accept = (request: BatchRequest, isInChangeset: boolean): void => {
    const { id, method, part } = request;
    requests.push(request);
    if (isInChangeset && /^(?:GET|HEAD)$/i.test(method))
      refuse(`a changeset must not contain ${method}`, part);
    if (id !== undefined && ids.has(id)) refuse(`the Content-ID "${id}" occurs twice`, part);
    if (id !== undefined) ids.add(id);
  };
  readAll(body);
  return { requests, findings };
}

/** o.js writes what follows a changeset without a delimiter before it. */
function hasRequestAfterEnd(bytes: Uint8Array, boundary: string): boolean {
  // Only ASCII is looked for.
  const text = new TextDecoder('latin1').decode(bytes);
  const close = text.lastIndexOf(`--${boundary}--`);
  return close !== -1 && /\sHTTP\/1\.\d\s/.test(text.slice(close));
}

function toRequest({ headers, body: bytes }: Part, part: string): BatchRequest {
  const { method, target, fields, body } = readHttpRequest(bytes, MULTIPART_LIMITS);
  const inner = fields.find(([name]) => name.toLowerCase() === 'content-id')?.[1];
  const id = headers['content-id'] ?? inner;
  return { part, ...(id === undefined ? {} : { id }), method, url: target, headers: fields, body };
}

function attempt(read: () => void, onError: (error: MultipartError) => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof MultipartError)) throw error;
    onError(error);
  }
}
