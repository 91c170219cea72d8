import {
  type AcceptedList,
  isListOf,
  isString,
  type ListPart,
  restoreBatch,
  STORED_VERSION,
  type StoredBatch,
  StoredValueChecker,
  storeBatch,
  type WorkPart,
} from '@multistatus/core/adapter';
import { isObject } from '@multistatus/wire';
import { checkAnswer, isTextOrAbsent } from './check-answer.js';
import { parseStored } from './parse-stored.js';

/** A part of a request as JSON. */
type StoredPart =
  | (StoredBatch & { readonly kind: 'batch' })
  | {
      readonly version: typeof STORED_VERSION;
      readonly kind: 'list';
      readonly list: AcceptedList;
      readonly part: ListPart;
    };

/** Returns the text of a job: the part of a request that it runs. */
export function writeJobPayload(part: WorkPart): string {
  const stored: StoredPart =
    part.kind === 'batch'
      ? { kind: 'batch', ...storeBatch(part.batch) }
      : { version: STORED_VERSION, kind: 'list', list: part.list, part: part.part };
  return JSON.stringify(stored);
}

/**
 * Returns the part that {@link writeJobPayload} has written.
 *
 * @throws {UnknownVersionError} if a version of this library has written it that stores it differently.
 * @throws {TypeError} if something of it is missing or damaged. Nothing has run.
 */
export function readJobPayload(text: string): WorkPart {
  const stored = parseStored<StoredPart>('job', text);
  if (stored.kind === 'batch') {
    const { kind, ...batch } = stored;
    return { kind, batch: restoreBatch(batch) };
  }
  const job = new StoredValueChecker('job', stored);
  job.check('kind', (value) => value === 'list');
  checkList(job.member('list'));
  const part = job.member('part');
  part.check('firstIndex', (value) => Number.isSafeInteger(value) && (value as number) >= 0);
  part.check('items', (value) => isListOf(value, isSentItem));
  return { kind: 'list', list: stored.list, part: stored.part };
}

function checkList(list: StoredValueChecker): void {
  for (const name of ['batchId', 'method', 'path']) list.check(name, isString);
  for (const name of ['host', 'idempotencyKey']) list.check(name, isTextOrAbsent);
  checkAnswer(list.member('answer'));
}

function isSentItem(item: unknown): boolean {
  return (
    isObject(item) && (Object.hasOwn(item, 'value') || (isString(item['slug']) && isString(item['detail'])))
  );
}
