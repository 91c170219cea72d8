import type { AcceptedList, AcceptedWork, WorkPart } from '@multistatus/core/adapter';
import { type PartSize, splitBatch } from './split-batch.js';

type SentItem = Extract<WorkPart, { kind: 'list' }>['part']['items'][number];

/** A part of a request, with the units that it has. */
export interface CountedPart {
  readonly part: WorkPart;
  readonly units: number;
  readonly firstUnit: number;
}

/** Returns the parts of a request, those of a list as its items arrive. */
export async function* partsOf(
  work: AcceptedWork,
  size: PartSize,
): AsyncGenerator<CountedPart, void, undefined> {
  if (work.kind === 'list') {
    yield* partsOfList(work.list, work.items, work.isWhole ? WHOLE : size);
    return;
  }
  for (const batch of splitBatch(work.batch, size)) {
    const { operations } = batch;
    yield {
      part: { kind: 'batch', batch },
      units: operations.length,
      firstUnit: operations[0]?.index ?? 0,
    };
  }
}

const WHOLE: PartSize = { units: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };

async function* partsOfList(
  list: AcceptedList,
  source: AsyncIterable<SentItem>,
  size: PartSize,
): AsyncGenerator<CountedPart, void, undefined> {
  let firstUnit = 0;
  let items: SentItem[] = [];
  let bytes = 0;
  const take = (): CountedPart => {
    const counted = {
      part: { kind: 'list', list, part: { firstIndex: firstUnit, items } },
      units: items.length,
      firstUnit,
    } as const;
    firstUnit += items.length;
    items = [];
    bytes = 0;
    return counted;
  };
  for await (const item of source) {
    const itemBytes = JSON.stringify(item).length;
    if (items.length > 0 && (items.length >= size.units || bytes + itemBytes > size.bytes)) yield take();
    items.push(item);
    bytes += itemBytes;
  }
  if (items.length > 0) yield take();
}
