import { isSafeMethod } from '@multistatus/wire';
import type { BatchRequest } from '../exchange-batch.js';
import { createKey, keepsKeys, keyOfPart, readKeyField, toKeyField } from '../idempotency-key.js';
import { describeOnce } from '../known-endpoints.js';
import { untilAborted } from '../until-aborted.js';
import type { WireOperation } from './wire-operation.js';

/** The Idempotency-Key of a batch. */
export interface ChosenKey {
  /** The key; `undefined` if the batch is sent without one. */
  readonly idempotencyKey: string | undefined;
  /** The key as the value of its field. */
  readonly keyField: string | undefined;
  /** True if nobody asked for a key, so that the batch may also be sent without one. */
  readonly isKeyOptional: boolean;
}

/**
 * Chooses the key of a batch: that of its headers, otherwise that of the option. Without either, a batch that may change
 * something gets a random one if the description of the endpoint says that the server keeps keys.
 *
 * @throws {TypeError} if the option is neither a boolean nor 1 to 250 printable characters of ASCII.
 */
export async function chooseKey(
  option: boolean | string | undefined,
  {
    url,
    operations,
    signal,
    ...request
  }: Pick<BatchRequest, 'url' | 'fetch' | 'credentials' | 'signal'> & {
    readonly headers: Headers;
    readonly operations: readonly WireOperation[];
  },
): Promise<ChosenKey> {
  if (option !== undefined && typeof option !== 'boolean' && typeof option !== 'string') {
    throw new TypeError(`send.idempotencyKey must be a boolean or a string, got ${typeof option}`);
  }
  const given =
    request.headers.get('idempotency-key') ??
    (typeof option === 'string' ? toKeyField('send', option) : undefined) ??
    (option === true ? createKey() : undefined);
  if (given !== undefined) return toChosen(given, false);
  const changesNothing = operations.every(({ method }) => isSafeMethod(String(method).toUpperCase()));
  if (option === false || changesNothing) return toChosen(undefined, true);
  const description = await untilAborted(describeOnce(url, request), signal);
  return toChosen(keepsKeys(description) ? createKey() : undefined, true);
}

/**
 * Returns the key of a part of a batch that is sent again, as the value of its field. A server that keeps keys knows the key
 * of the batch for the whole batch only, so the part has its own. Any other server hands the key down to the operations, and
 * its handlers recognise them by the key that they had before.
 */
export async function choosePartKey(
  { idempotencyKey = '', keyField, isKeyOptional }: ChosenKey,
  {
    url,
    partNumber,
    signal,
    ...request
  }: Pick<BatchRequest, 'url' | 'fetch' | 'headers' | 'credentials' | 'signal'> & {
    /** 2 for the first part. */
    readonly partNumber: number;
  },
): Promise<string | undefined> {
  const isKept = isKeyOptional || keepsKeys(await untilAborted(describeOnce(url, request), signal));
  return isKept ? keyOfPart(idempotencyKey, partNumber) : keyField;
}

function toChosen(keyField: string | undefined, isKeyOptional: boolean): ChosenKey {
  return { idempotencyKey: keyField && readKeyField(keyField), keyField, isKeyOptional };
}
