import type { Element, MultistatusResponse, Propstat } from '@multistatus/document';
import { sendMultistatus } from '@multistatus/express';
import type { Request } from 'express';
import { livePropertiesOf } from './live-properties.js';
import { checkPreconditions } from './preconditions.js';
import { readDepth } from './read-depth.js';
import { elementsIn, readXml } from './read-xml.js';
import { Refusal } from './refusal.js';
import { type ExistingResource, existingResource, membersOf } from './resource.js';
import { toHref } from './resource-path.js';
import type { Share, ShareHandler } from './share.js';

/** What a client asks about each resource (RFC 4918 section 14.20). */
interface Question {
  /** All existing properties, with or without their values. */
  readonly all: 'values' | 'names' | undefined;
  /** Properties requested by name; those that do not exist are reported too. */
  readonly names: ReadonlySet<string>;
}

/** Answers PROPFIND: 207, a response per resource, sent while the folder is read (RFC 4918 section 9.1). */
export const propfind: ShareHandler = async (share, req, res) => {
  const resource = await existingResource(share, req);
  const depth = readDepth(req);
  if (depth === 'infinity' && resource.isCollection) {
    throw new Refusal(403, 'Ask for Depth 0 or 1.', 'propfind-finite-depth');
  }
  await checkPreconditions(share, { req, resource });
  const question = readQuestion(req);

  async function* responses(): AsyncGenerator<MultistatusResponse> {
    yield await describe(resource);
    if (depth === '0' || !resource.isCollection) return;
    for await (const member of membersOf(resource)) yield await describe(member);
  }
  const describe = async (described: ExistingResource): Promise<MultistatusResponse> => ({
    href: toHref(req.baseUrl, described),
    propstats: answer(question, await propertiesOf(share, described)),
  });
  await sendMultistatus(req, res, responses());
};

/** Returns all properties of a resource: those that a client has set, and the live ones. */
async function propertiesOf(share: Share, resource: ExistingResource): Promise<readonly Element[]> {
  const dead = await share.properties.read(resource.path);
  const isDead = ({ name }: Element): boolean => dead.some((property) => property.name === name);
  return [...livePropertiesOf(resource).filter((property) => !isDead(property)), ...dead];
}

function answer(
  { all, names }: Question,
  properties: readonly Element[],
): readonly [Propstat, ...Propstat[]] {
  const found = properties.filter(({ name }) => all !== undefined || names.has(name));
  const existing = new Set(properties.map(({ name }) => name));
  const missing = [...names].filter((name) => !existing.has(name));
  const notFound = { status: 404, properties: missing.map((name) => ({ name })) };
  if (found.length === 0 && missing.length > 0) return [notFound];
  const ok = { status: 200, properties: all === 'names' ? found.map(({ name }) => ({ name })) : found };
  return missing.length > 0 ? [ok, notFound] : [ok];
}

/** Reads the body of a PROPFIND; without a body, all properties are requested. */
function readQuestion(req: Request): Question {
  const body: unknown = req.body;
  if (!(body instanceof Uint8Array) || body.length === 0) return { all: 'values', names: new Set() };
  const root = readXml(body);
  if (root.name !== '{DAV:}propfind') throw new Refusal(400, 'The body is no propfind.');

  const namesIn = (local: string): ReadonlySet<string> =>
    new Set(
      elementsIn(root, `{DAV:}${local}`)
        .flatMap((element) => elementsIn(element))
        .map(({ name }) => name),
    );
  const kinds = ['allprop', 'propname', 'prop'].filter(
    (local) => elementsIn(root, `{DAV:}${local}`).length > 0,
  );
  if (kinds.length !== 1) throw new Refusal(400, 'A propfind holds one of allprop, propname and prop.');
  if (kinds[0] === 'prop') return { all: undefined, names: namesIn('prop') };
  if (kinds[0] === 'propname') return { all: 'names', names: new Set() };
  return { all: 'values', names: namesIn('include') };
}
