import type { DecodeContext, DecodedBatch } from '@multistatus/core';
import { asChain, asGroup, type ChangesetMode } from '../request/changesets.js';
import { continueOnErrorName } from '../request/continue-on-error.js';
import { accepts401References } from './accepts-401-references.js';
import { ContentIds } from './content-ids.js';
import { type ReadPart, readPart } from './read-part.js';
import { readUnits, type SentRequest } from './read-units.js';

/**
 * Reads a batch of OData in `multipart/mixed` (OData 4.01 section 11.7.7). Takes time linear in the bytes.
 *
 * @throws {BatchProblem} that names the part, if the batch cannot be read.
 */
export function decodeMultipart(
  bytes: Uint8Array,
  context: DecodeContext,
  changesets: ChangesetMode,
): DecodedBatch {
  const contentIds = new ContentIds(accepts401References(context.headers));
  const read = (sent: SentRequest): ReadPart => readPart(sent, { ...context, contentIds });
  const requests = readUnits(bytes, context).flatMap((unit) => {
    if (unit.kind === 'request') return read(unit.request);
    contentIds.enterChangeset();
    const members = unit.members.map(read);
    contentIds.leaveChangeset();
    return changesets === 'atomic' ? asGroup(members, unit.part) : asChain(members);
  });
  const preference = continueOnErrorName(context.headers);
  return {
    value: { execution: 'sequential', requests: requests.map(({ entry }) => entry) },
    bodyOf: (index) => requests[index]?.body,
    clientIdOf: (index) => requests[index]?.contentId,
    placeOf: (index) => requests[index]?.place ?? '',
    mayBeEmpty: true,
    ...(preference === undefined ? { stopAfter: 1 } : { applied: [preference] }),
  };
}
