import type { DecodeContext, DecodedBatch } from '@multistatus/core';
import type { ResolvedODataOptions } from '../odata.js';
import { continueOnErrorName } from '../request/continue-on-error.js';
import { toRequestId } from '../request/request-id.js';
import { accepts401References } from './accepts-401-references.js';
import { ContentIds } from './content-ids.js';
import { type ReadRequest, readRequest } from './read-request.js';
import { readUnits, type SentRequest } from './read-units.js';

/** A request of a batch in the form that it has in JSON. */
type Entry = ReadRequest['entry'] & {
  readonly atomicityGroup?: string;
  readonly dependsOn?: readonly string[];
};

/**
 * Reads a batch of OData in `multipart/mixed` (OData 4.01 section 11.7.7). Takes time linear in the bytes.
 *
 * @throws {BatchProblem} that names the part, if the batch cannot be read.
 */
export function decodeMultipart(
  bytes: Uint8Array,
  context: DecodeContext,
  { changesets }: ResolvedODataOptions,
): DecodedBatch {
  const contentIds = new ContentIds(accepts401References(context.headers));
  const requests: Entry[] = [];
  const read: ReadRequest[] = [];
  const add = (sent: SentRequest, toEntry: (entry: Entry) => Entry): void => {
    const request = readRequest(sent, { contentIds, ...context });
    read.push(request);
    requests.push(toEntry(request.entry));
  };
  for (const unit of readUnits(bytes, context)) {
    if (unit.kind === 'request') {
      add(unit.request, (entry) => entry);
      continue;
    }
    const group = toRequestId({ part: unit.part, member: undefined, isIdInner: false });
    let previous: string | undefined;
    contentIds.enterChangeset();
    for (const member of unit.members) {
      const before = previous === undefined ? [] : [previous];
      add(member, (entry) => {
        previous = entry.id;
        return changesets === 'atomic'
          ? { ...entry, atomicityGroup: group }
          : { ...entry, dependsOn: before };
      });
    }
    contentIds.leaveChangeset();
  }
  const continueOnError = continueOnErrorName(context.headers);
  return {
    value: { execution: 'sequential', requests },
    bodyOf: (index, contentType) => read[index]?.bodyFor(contentType),
    clientIdOf: (index) => read[index]?.contentId,
    mayBeEmpty: true,
    stopAfter: continueOnError === undefined ? 1 : undefined,
    applied: continueOnError === undefined ? [] : [continueOnError],
  };
}
