import type { DecodeContext, DecodedBatch, ReceivedBody } from '@multistatus/core';
import {
  asChain,
  asGroup,
  type ChangesetMode,
  toGroupName,
  withDependencies,
} from '../request/changesets.js';
import { continueOnErrorName } from '../request/continue-on-error.js';
import { type ReadRequest, readRequest } from '../request/read-request.js';
import { toRequestId } from '../request/request-id.js';
import { BatchNames } from './batch-names.js';
import { readSentRequests, type SentRequest } from './sent-request.js';

const OPTIONAL = ['headers', 'body', 'dependsOn', 'atomicityGroup'];

/**
 * Reads a batch of OData 4.01 in JSON (OData 4.01 JSON section 19.1). Takes time linear in its size.
 *
 * @throws {BatchProblem} that names the request, if the batch cannot be read.
 */
export async function decodeJson(
  body: ReceivedBody,
  context: DecodeContext,
  changesets: ChangesetMode,
): Promise<DecodedBatch> {
  const sent = await readSentRequests(body, context, OPTIONAL);
  const names = new BatchNames(sent);
  let count = 0;
  const requests = toUnits(sent).flatMap((unit) => {
    const [{ atomicityGroup: group, place }] = unit;
    // The number of its first request, so that messages can number every request of the batch.
    const part = count + 1;
    count += unit.length;
    if (group !== undefined) names.addGroup(group, toGroupName(part), place);
    const members = unit.map((request, number) => {
      const member = group === undefined ? undefined : number + 1;
      return readMember(request, toRequestId({ part, member, isIdInner: false, group }), { context, names });
    });
    if (group === undefined) return members;
    if (changesets === 'atomic') return asGroup(members, part);
    // What depends on the group depends on the last of its requests.
    names.setGroup(group, members.at(-1)?.entry.id ?? '');
    return asChain(members);
  });
  const preference = continueOnErrorName(context.headers);
  return {
    value: { requests: requests.map(({ entry }) => entry) },
    bodyOf: (index) => requests[index]?.body,
    clientIdOf: (index) => sent[index]?.id,
    placeOf: (index) => sent[index]?.place ?? '',
    mayBeEmpty: true,
    applied: preference === undefined ? [] : [preference],
  };
}

/** Returns adjacent requests of the same group together, and every other request alone. */
function toUnits(sent: readonly SentRequest[]): (readonly [SentRequest, ...SentRequest[]])[] {
  const units: [SentRequest, ...SentRequest[]][] = [];
  for (const request of sent) {
    const last = units.at(-1);
    const { atomicityGroup: group } = request;
    if (last !== undefined && group !== undefined && group === last[0].atomicityGroup) last.push(request);
    else units.push([request]);
  }
  return units;
}

function readMember(
  request: SentRequest,
  id: string,
  { context, names }: { readonly context: DecodeContext; readonly names: BatchNames },
): ReadRequest {
  const { place, method, url: target, fields, bodyFor } = request;
  const find = (name: string) => names.referredBy(request, name);
  const read = readRequest({ id, place, method, target, fields, bodyFor }, { ...context, find });
  const dependent = withDependencies(read, names.dependenciesOf(request));
  // Only now: a request cannot refer to itself.
  names.addRequest(request, { id, entity: read.entity });
  return dependent;
}
