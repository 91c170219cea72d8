import type { DecodeContext, DecodedBatch } from '@multistatus/core';
import type { ResolvedODataOptions } from '../odata.js';
import { continueOnErrorName } from '../request/continue-on-error.js';
import { toRequestId } from '../request/request-id.js';
import { accepts401References } from './accepts-401-references.js';
import { ContentIds } from './content-ids.js';
import { type ReadRequest, readRequest } from './read-request.js';
import { readUnits, type SentRequest } from './read-units.js';

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
  const read = (sent: SentRequest): ReadRequest => readRequest(sent, { ...context, contentIds });
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
    mayBeEmpty: true,
    ...(preference === undefined ? { stopAfter: 1 } : { applied: [preference] }),
  };
}

/** Returns the requests of a changeset as one atomicity group. */
function asGroup(members: readonly ReadRequest[], part: number): ReadRequest[] {
  const atomicityGroup = toRequestId({ part, member: undefined, isIdInner: false });
  return members.map((member) => ({ ...member, entry: { ...member.entry, atomicityGroup } }));
}

/** Returns the requests of a changeset so that each needs the success of the one before. */
function asChain(members: readonly ReadRequest[]): ReadRequest[] {
  return members.map((member, index) => {
    const before = members[index - 1]?.entry.id;
    if (before === undefined) return member;
    const dependsOn = [...new Set([...member.entry.dependsOn, before])];
    return { ...member, entry: { ...member.entry, dependsOn } };
  });
}
