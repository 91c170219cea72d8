import {
  type EnvelopeHeaders,
  isListOf,
  isString,
  STORED_VERSION,
  StoredValueChecker,
  type WorkHead,
} from '@multistatus/core/adapter';
import type { SocketIdentity } from '@multistatus/inject';
import { isObject } from '@multistatus/wire';
import { checkAnswer, isTextOrAbsent } from './check-answer.js';
import { parseStored } from './parse-stored.js';

/** What the record of a request keeps of it besides its operations. A JSON value without credentials. */
export interface RecordAbout {
  /** The name of the endpoint that runs and answers the request. */
  readonly endpoint: string;
  /** The name of the queue that brings its jobs to workers. */
  readonly queue: string;
  readonly kind: 'batch' | 'bulk';
  /** What the option `capture` has returned; `undefined` without it. */
  readonly principal: unknown;
  /** The headers that operations inherit, without credentials and cookies. */
  readonly headers: EnvelopeHeaders;
  /** The addresses of the connection that the request came over. */
  readonly connection: SocketIdentity;
  /** What the answer needs of the request. */
  readonly head: WorkHead;
  /** The option `appVersion` of the process that has taken the request. */
  readonly appVersion: string | undefined;
}

/** Returns the text that a record keeps. */
export function writeAbout(about: RecordAbout): string {
  return JSON.stringify({ version: STORED_VERSION, ...about });
}

/**
 * Returns what {@link writeAbout} has written.
 *
 * @throws {UnknownVersionError} if a version of this library has written it that stores it differently.
 * @throws {TypeError} if something of it is missing or damaged.
 */
export function readAbout(text: string): RecordAbout {
  const stored = parseStored<RecordAbout>('record', text);
  const about = new StoredValueChecker('record', stored);
  about.check('endpoint', isString);
  about.check('queue', isString);
  about.check('kind', (value) => value === 'batch' || value === 'bulk');
  about.check('headers', (value) => isObject(value) && isListOf(Object.values(value), isHeaderValue));
  about.check('connection', isObject);
  about.check('appVersion', isTextOrAbsent);
  const head = about.member('head');
  head.check('path', isString);
  head.check('host', isTextOrAbsent);
  checkAnswer(head.member('answer'));
  const { endpoint, queue, kind, principal, headers, connection, appVersion } = stored;
  return { endpoint, queue, kind, principal, headers, connection, head: stored.head, appVersion };
}

function isHeaderValue(value: unknown): boolean {
  return isString(value) || isListOf(value, isString);
}
