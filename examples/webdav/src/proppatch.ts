import type { Element, Propstat } from '@multistatus/document';
import { createMultistatus, sendMultistatus } from '@multistatus/express';
import { PROTECTED_PROPERTIES } from './live-properties.js';
import { checkPreconditions } from './preconditions.js';
import { type PropertyChange, readPropertyUpdate } from './read-property-update.js';
import { checkUnlocked, existingResource } from './resource.js';
import { toHref } from './resource-path.js';
import type { ShareHandler } from './share.js';

/** Answers PROPPATCH: 207, all changes made, or none of them (RFC 4918 section 9.2). */
export const proppatch: ShareHandler = async (share, req, res) => {
  const resource = await existingResource(share, req);
  await checkPreconditions(share, { req, resource });
  checkUnlocked(share, resource);
  const changes = readPropertyUpdate(req.body);

  const refusal = refuse(changes);
  if (refusal === undefined) await share.properties.update(resource.path, (before) => apply(changes, before));
  const propstats = refusal ?? [{ status: 200, properties: namesOf(changes) }];

  const report = createMultistatus();
  report.response({ href: toHref(req.baseUrl, resource), propstats });
  await sendMultistatus(req, res, report);
};

/** Returns the propstats if a protected property is to be changed: 403 for it, 424 for all others. */
function refuse(changes: readonly PropertyChange[]): [Propstat, ...Propstat[]] | undefined {
  const isProtected = ({ property }: PropertyChange): boolean => PROTECTED_PROPERTIES.has(property.name);
  if (!changes.some(isProtected)) return undefined;
  const forbidden = {
    status: 403,
    properties: namesOf(changes.filter(isProtected)),
    error: [{ name: '{DAV:}cannot-modify-protected-property' }],
  };
  const others = namesOf(changes.filter((change) => !isProtected(change)));
  return others.length > 0 ? [forbidden, { status: 424, properties: others }] : [forbidden];
}

/** Returns the properties after the changes, which are made in document order. */
function apply(changes: readonly PropertyChange[], before: readonly Element[]): readonly Element[] {
  const properties = new Map(before.map((property) => [property.name, property]));
  for (const { isRemoval, property } of changes) {
    // Removing a missing property is not an error (RFC 4918 section 14.23).
    if (isRemoval) properties.delete(property.name);
    else properties.set(property.name, property);
  }
  return [...properties.values()];
}

/** Names without values, each once: a response may contain a property only once. */
function namesOf(changes: readonly PropertyChange[]): readonly Element[] {
  return [...new Set(changes.map(({ property }) => property.name))].map((name) => ({ name }));
}
