import { isAnyBase64, isObject } from '@multistatus/wire';
import { fromBase64, toBase64 } from '../operation/base64.js';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { Operation } from '../operation/operation.js';
import type { Outcome } from '../operation/outcome.js';
import { isString, type StoredValueChecker } from './stored-value-checker.js';

/** One outcome as JSON. The operation is the one with this index in the batch. */
export type StoredOutcome = {
  readonly index: number;
  /** The URL as dispatched, with all references resolved. Absent if it is the URL as sent. */
  readonly url?: string | undefined;
} & (
  | (StoredPart<'answered'> & {
      readonly answer: Omit<OperationAnswer, 'body'> & {
        /** The body if it is text in UTF-8. If not, `base64` has it. */
        readonly text?: string | undefined;
        readonly base64?: string | undefined;
      };
    })
  | StoredPart<'failed'>
  | StoredPart<'skipped'>
);
/** What is stored of an outcome of one kind, besides its answer. */
export type StoredPart<Kind extends Outcome['kind']> = Omit<
  Extract<Outcome, { kind: Kind }>,
  'operation' | 'answer'
>;

/** Headers of answers that let others act for the client, or in its session. */
const CREDENTIALS: ReadonlySet<string> = new Set([
  'set-cookie',
  'set-cookie2',
  'authorization',
  'proxy-authorization',
  'authentication-info',
  'proxy-authentication-info',
  'x-access-token',
  'x-api-key',
  'x-auth-token',
  'x-csrf-token',
  'x-xsrf-token',
  'csrf-token',
]);
const NO_BYTES = new Uint8Array(0);
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns an outcome as a JSON value. `sentUrl` is the URL of its operation before references were resolved. */
export function storeOutcome(outcome: Outcome, sentUrl: string): StoredOutcome {
  const { index, url } = outcome.operation;
  const place = url === sentUrl ? { index } : { index, url };
  const { result, kind, timing } = outcome;
  if (kind === 'answered') {
    // Member by member: a dispatch may answer with an object that has more, or that has them as getters.
    const { status, headers, body, trailers, isBodyTooLarge, isBodyNotStored } = outcome.answer;
    const answer = { status, headers, ...storeBody(body), trailers, isBodyTooLarge, isBodyNotStored };
    return { ...place, result, kind, timing, answer };
  }
  const { operation: _operation, ...rest } = outcome;
  return { ...place, ...rest };
}

/**
 * Returns an outcome without what must not be kept for later requests: cookies, credentials, and a body of more than
 * `maxBodyBytes`.
 */
export function withoutSecrets(outcome: Outcome, maxBodyBytes: number): Outcome {
  if (outcome.kind !== 'answered') return outcome;
  const { answer } = outcome;
  const { headers, trailers } = answer;
  const isBodyNotStored = answer.body.byteLength > maxBodyBytes;
  return {
    ...outcome,
    answer: {
      status: answer.status,
      headers: withoutCredentials(headers),
      trailers: trailers === undefined ? undefined : withoutCredentials(trailers),
      body: isBodyNotStored ? NO_BYTES : answer.body,
      isBodyTooLarge: answer.isBodyTooLarge,
      isBodyNotStored: isBodyNotStored || answer.isBodyNotStored,
    },
  };
}

/** Returns the outcome that {@link storeOutcome} has stored, after {@link checkOutcome}. `sent` is its operation in the batch. */
export function restoreOutcome({ index: _index, url, ...outcome }: StoredOutcome, sent: Operation): Outcome {
  const operation = url === undefined ? sent : { ...sent, url };
  if (outcome.kind !== 'answered') return { operation, ...outcome };
  const { text, base64, ...answer } = outcome.answer;
  const body = base64 === undefined ? ENCODER.encode(text ?? '') : fromBase64(base64);
  return { operation, ...outcome, answer: { ...answer, body } };
}

/** @throws {TypeError} if something of a stored outcome is missing or damaged. */
export function checkOutcome(outcome: StoredValueChecker): void {
  outcome.check('index', Number.isSafeInteger);
  outcome.check('url', isTextOrAbsent);
  outcome.check('result', (value) => value === 'succeeded' || value === 'failed' || value === 'other');
  outcome.check('timing', (value) => value === undefined || isTiming(value));
  let isAnswered = false;
  outcome.check('kind', (value) => {
    isAnswered = value === 'answered';
    return isAnswered || value === 'failed' || value === 'skipped';
  });
  const content = outcome.member(isAnswered ? 'answer' : 'problem');
  content.check('status', Number.isSafeInteger);
  if (!isAnswered) return;
  content.check('headers', isObject);
  let isText = false;
  content.check('text', (value) => {
    isText = isString(value);
    return isTextOrAbsent(value);
  });
  content.check('base64', (value) => (isText ? value === undefined : isString(value) && isAnyBase64(value)));
  content.check('trailers', (value) => value === undefined || isObject(value));
  content.check('isBodyTooLarge', (value) => typeof value === 'boolean');
}

function isTextOrAbsent(value: unknown): boolean {
  return value === undefined || isString(value);
}

function isTiming(value: unknown): boolean {
  return isObject(value) && isMilliseconds(value['startMs']) && isMilliseconds(value['durationMs']);
}

function isMilliseconds(value: unknown): boolean {
  return Number.isFinite(value) && (value as number) >= 0;
}

function storeBody(body: Uint8Array): { readonly text?: string; readonly base64?: string } {
  try {
    return { text: DECODER.decode(body) };
  } catch {
    return { base64: toBase64(body) };
  }
}

function withoutCredentials(headers: OperationAnswer['headers']): OperationAnswer['headers'] {
  for (const name in headers) {
    if (CREDENTIALS.has(name))
      return Object.fromEntries(Object.entries(headers).filter(([each]) => !CREDENTIALS.has(each)));
  }
  return headers;
}
