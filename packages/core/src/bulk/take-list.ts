import { bodyStream } from '../decode/body-stream.js';
import { eachInTime } from '../decode/each-in-time.js';
import { unbrokenStream } from '../decode/unbroken-stream.js';
import type { ItemDecoder, SentItem } from '../formats/item-decoder.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import { checkKeyNotRequired } from '../journal/open-entry.js';
import { firstArrived } from '../lines/first-arrived.js';
import type { AttachedAsync } from '../options/async-support.js';
import type { AcceptedList } from '../plan/accepted-list.js';
import { checkList } from './check-list.js';
import type { BulkRun } from './prepare-bulk.js';
import { receiveList } from './receive-list.js';
import { refuseInvalid } from './refuse-invalid.js';
import type { BulkLimits } from './resolve-bulk-options.js';
import { tooManyItems } from './too-many-items.js';

/** The items of a list, which may still be arriving, and what a fingerprint covers of its body. */
interface SentItems {
  readonly items: AsyncIterable<SentItem>;
  readonly toContent: () => readonly (string | Uint8Array)[];
}

/** How a list is answered later. */
interface LaterList {
  readonly attached: AttachedAsync;
  /** The limits of a list that is held in memory. */
  readonly limits: BulkLimits;
  readonly waitSeconds: number;
}

/**
 * Passes on a list that is to be answered later: as it arrives, unless something can only be checked of all items. The list gives up
 * its place at the endpoint as soon as it is kept.
 *
 * @throws {BatchProblem} if it is refused; nothing of it runs.
 */
export async function takeList<Item, Extra extends object>(
  bulk: BulkRun<Item, Extra>,
  decoder: ItemDecoder,
  { attached, limits, waitSeconds }: LaterList,
): Promise<EnvelopeResponse> {
  const { options, envelope, load } = bulk;
  if (envelope.headers['idempotency-key'] === undefined) checkKeyNotRequired({ options: options.shared });
  const { items, toContent } =
    decoder.kind === 'stream' && !options.needsWholeList
      ? await receiveLines(bulk, decoder, limits)
      : await receiveWhole(bulk, decoder, limits);
  // One job has all items that belong together. With validateAll they do not: all of them are valid.
  const isWhole = options.isAtomic || options.handleMany !== undefined || options.key !== undefined;
  const work = { kind: 'list', list: toAccepted(bulk), items, isWhole } as const;
  const onKept = (): void => load.release();
  const answer = await attached.take(work, envelope, { waitSeconds, toContent, onKept });
  load.release();
  return answer;
}

function toAccepted<Item, Extra extends object>({
  options,
  idempotencyKey,
  exchange: { choice, isMinimal, applied },
  method,
  path,
  host,
}: BulkRun<Item, Extra>): AcceptedList {
  const answer = { format: choice.format.name, mediaType: choice.mediaType, isMinimal, applied };
  return {
    batchId: crypto.randomUUID(),
    method,
    idempotencyKey: options.key === undefined ? undefined : idempotencyKey,
    answer,
    path,
    host,
  };
}

async function receiveWhole<Item, Extra extends object>(
  bulk: BulkRun<Item, Extra>,
  decoder: ItemDecoder,
  limits: BulkLimits,
): Promise<SentItems> {
  const { envelope, load, options } = bulk;
  const settings = { limits, load, limitOfItems: 'maxOperations', keepsContent: true } as const;
  const { items, pointer, toContent } = await receiveList(envelope, decoder, settings);
  load.takePlace();
  if (options.validatesAll) refuseInvalid(await checkList(items, 0, bulk), pointer);
  return { items: eachOf(items), toContent };
}

/** Returns lines that are passed on as they arrive. They have no limit of bytes together, because they are not held in memory. */
async function receiveLines<Item, Extra extends object>(
  { envelope, load }: BulkRun<Item, Extra>,
  decoder: Extract<ItemDecoder, { kind: 'stream' }>,
  limits: BulkLimits,
): Promise<SentItems> {
  const arriving = eachInTime(unbrokenStream(bodyStream(envelope.body)), limits.bodyTimeoutMs);
  const lines = await firstArrived(arriving, {
    decode: (pieces) => decoder.decode(pieces, { ...limits, maxBodyBytes: Number.POSITIVE_INFINITY }),
    load,
  });
  return { items: atMost(limits.maxItems, lines), toContent: () => [] };
}

/** Yields the items of a list. Throws `limit-exceeded` if it has more than `max`. */
async function* atMost(
  max: number,
  lines: AsyncIterator<SentItem, void>,
): AsyncGenerator<SentItem, void, undefined> {
  let count = 0;
  try {
    for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
      count += 1;
      if (count > max) throw tooManyItems(max, count, 'maxOperations');
      yield line.value;
    }
  } finally {
    await lines.return?.();
  }
}

async function* eachOf(items: readonly SentItem[]): AsyncGenerator<SentItem, void, undefined> {
  yield* items;
}
