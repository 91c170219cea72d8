import { arriveInTime } from '../decode/arrive-in-time.js';
import { bodyStream } from '../decode/body-stream.js';
import { receiveBody } from '../decode/receive-body.js';
import { unbrokenStream } from '../decode/unbroken-stream.js';
import type { ItemDecoder, SentItem, SentList } from '../formats/item-decoder.js';
import type { EnvelopeRequest } from '../http/envelope.js';
import { bodyContent } from '../journal/body-content.js';
import type { RequestLoad } from '../run/request-load.js';
import type { BulkLimits } from './resolve-bulk-options.js';
import { tooManyItems } from './too-many-items.js';

/** How a list is read into memory. */
export interface ReceiveSettings {
  /** All are finite. */
  readonly limits: BulkLimits;
  readonly load: RequestLoad;
  /** The name of the limit that `limits.maxItems` is. */
  readonly limitOfItems: 'maxItems' | 'maxOperations';
  /** True if `toContent` is going to be called. */
  readonly keepsContent: boolean;
}

/** A list, and what a fingerprint covers of its body. */
export interface ReceivedList extends SentList {
  readonly toContent: () => readonly (string | Uint8Array)[];
}

/**
 * Returns the list once it has arrived completely.
 *
 * @throws {BatchProblem} if it does not arrive, cannot be read, or exceeds a limit.
 */
export async function receiveList(
  envelope: EnvelopeRequest,
  decoder: ItemDecoder,
  { limits, load, limitOfItems, keepsContent }: ReceiveSettings,
): Promise<ReceivedList> {
  const { maxItems, bodyTimeoutMs } = limits;
  if (decoder.kind === 'list') {
    const body = await receiveBody(envelope, limits, (bytes) => load.addBody(bytes));
    const list = await decoder.decode(body, limits);
    if (list.items.length > maxItems) throw tooManyItems(maxItems, list.items.length, limitOfItems);
    return { ...list, toContent: () => bodyContent(body) };
  }
  const content: (string | Uint8Array)[] = [];
  const onPiece = (piece: string | Uint8Array): void => {
    load.addBody(piece.length);
    if (keepsContent) content.push(piece);
  };
  const sent = decoder.decode(eachPiece(unbrokenStream(bodyStream(envelope.body)), onPiece), limits);
  const gather = async (): Promise<SentItem[]> => {
    const items: SentItem[] = [];
    for await (const item of sent) {
      if (items.push(item) > maxItems) throw tooManyItems(maxItems, items.length, limitOfItems);
    }
    return items;
  };
  return { items: await arriveInTime(gather(), bodyTimeoutMs), pointer: [], toContent: () => content };
}

/** Yields the pieces of a body that is kept in memory, after `onPiece` has been called with each. */
async function* eachPiece(
  pieces: AsyncIterable<Uint8Array | string>,
  onPiece: (piece: Uint8Array | string) => void,
): AsyncGenerator<Uint8Array | string, void, undefined> {
  for await (const piece of pieces) {
    onPiece(piece);
    yield piece;
  }
}
