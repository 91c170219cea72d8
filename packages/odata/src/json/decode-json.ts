import type { DecodeContext, DecodedBatch, ReceivedBody } from '@multistatus/core';
import { parseBase } from '@multistatus/wire';
import type { ResolvedODataOptions } from '../odata.js';
import { findBodyReferences } from '../request/body-references.js';
import { continueOnErrorName } from '../request/continue-on-error.js';
import { refuseRequest } from '../request/refuse-request.js';
import { readRequestHeaders } from '../request/request-headers.js';
import { toRequestId } from '../request/request-id.js';
import { encodeCharacters, toLocalUrl } from '../request/to-local-url.js';
import { BatchNames } from './batch-names.js';
import { readSentBatch, type SentRequest } from './sent-request.js';

const OPTIONAL = ['headers', 'body', 'dependsOn', 'atomicityGroup'];
const ETAG_FIELDS = ['if-match', 'if-none-match'];

/** The group whose members are being read. */
interface OpenGroup {
  readonly name: string;
  readonly part: number;
  members: number;
  lastId: string | undefined;
}

/**
 * Reads a batch of OData 4.01 in JSON (OData 4.01 JSON section 19.1). Takes time linear in its size.
 *
 * @throws {BatchProblem} that names the request, if the batch cannot be read.
 */
export async function decodeJson(
  body: ReceivedBody,
  context: DecodeContext,
  { changesets }: ResolvedODataOptions,
): Promise<DecodedBatch> {
  const continueOnError = continueOnErrorName(context.headers);
  const { requests: sent, bodyOf } = await readSentBatch(body, context, OPTIONAL);
  const names = new BatchNames(sent);
  const isAtomic = changesets === 'atomic';
  let part = 0;
  let group: OpenGroup | undefined;
  const requests = sent.map((request) => {
    const { place, atomicityGroup: name } = request;
    if (name === undefined) group = undefined;
    if (name === undefined || name !== group?.name) part += 1;
    if (name !== undefined && name !== group?.name) {
      group = { name, part, members: 0, lastId: undefined };
      names.addGroup(name, groupTarget(part), place);
    }
    if (group !== undefined) group.members += 1;
    const id = toRequestId({ part, member: group?.members, isIdInner: false, group: name });
    const entry = { id, ...readRequest(request, context, names) };
    names.addRequest(request, id);
    if (group === undefined) return entry;
    if (isAtomic) return { ...entry, atomicityGroup: groupTarget(part) };
    // The requests of a group run one after another: what depends on the group depends on the last of them.
    const before = group.lastId === undefined ? [] : [group.lastId];
    group.lastId = id;
    names.moveGroup(group.name, id);
    return { ...entry, dependsOn: [...entry.dependsOn, ...before] };
  });
  return {
    value: { requests },
    bodyOf,
    clientIdOf: (index) => sent[index]?.id,
    mayBeEmpty: true,
    applied: continueOnError === undefined ? [] : [continueOnError],
  };
}

function groupTarget(part: number): string {
  return toRequestId({ part, member: undefined, isIdInner: false });
}

/** Returns what the endpoint has to know of a request, with the names in it replaced. */
function readRequest(request: SentRequest, context: DecodeContext, names: BatchNames) {
  const { place } = request;
  const idOf = (name: string): string | undefined => names.referredBy(request, name);
  const dependsOn = names.dependenciesOf(request);
  const { method, headers } = readRequestHeaders(request.method, request.fields, {
    envelope: context.headers,
    place,
  });
  for (const name of ETAG_FIELDS) {
    const base = parseBase(headers[name] ?? '');
    const from = base === undefined || base.rest !== '' ? undefined : idOf(base.id);
    if (from !== undefined) headers[name] = `$${from}`;
  }
  const references = findBodyReferences(request.body, idOf, context.limits.maxJsonDepth);
  return {
    method,
    url: toUrl(request, context, idOf),
    headers,
    dependsOn,
    ...(references.length === 0 ? {} : { references }),
  };
}

function toUrl(
  { url, place }: SentRequest,
  context: DecodeContext,
  idOf: (name: string) => string | undefined,
): string {
  const base = parseBase(url);
  const from = base === undefined ? undefined : idOf(base.id);
  if (base !== undefined && from !== undefined) return `$${from}${encodeCharacters(base.rest)}`;
  const local = toLocalUrl(url, context);
  if (local === undefined) throw refuseRequest(place, 'The URL is that of another host');
  return local;
}
