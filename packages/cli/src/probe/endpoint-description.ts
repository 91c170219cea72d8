import type { HttpAnswer } from '../http/send-request.js';

/** The description that a batch endpoint sends as the answer to GET. */
export interface EndpointDescription {
  /** The limits by name; the name contains the unit. */
  readonly limits: Readonly<Record<string, number>>;
  /** The media types in which a batch may be sent. */
  readonly accept: readonly string[];
  /** The media types in which a batch is answered. */
  readonly formats: readonly string[];
  readonly basePath: string;
  /** True if the endpoint runs a batch only once for one Idempotency-Key. */
  readonly idempotency: boolean;
}

const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+$/i;
const MAX_FORMATS = 10;

/** Reads the description of a batch endpoint; returns `undefined` for any other answer. */
export function readDescription({
  status,
  body,
}: Pick<HttpAnswer, 'status' | 'body'>): EndpointDescription | undefined {
  if (status !== 200) return undefined;
  const value = parse(body);
  if (value === undefined) return undefined;
  const { limits, accept, formats, basePath, idempotency } = value;
  if (typeof limits !== 'object' || limits === null) return undefined;
  const offered = textsOf(formats).filter((type) => MEDIA_TYPE.test(type));
  if (offered.length === 0) return undefined;
  return {
    limits: Object.fromEntries(Object.entries(limits).filter(([, limit]) => typeof limit === 'number')),
    accept: textsOf(accept),
    formats: offered.slice(0, MAX_FORMATS),
    basePath: typeof basePath === 'string' ? basePath : '',
    idempotency: idempotency === true,
  };
}

function parse(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
