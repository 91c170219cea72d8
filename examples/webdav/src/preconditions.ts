import type { Request } from 'express';
import { etagOf } from './etag.js';
import { holdsIf } from './if-header.js';
import { Refusal } from './refusal.js';
import { findResource, type Resource } from './resource.js';
import type { Share } from './share.js';

const ENTITY_TAG = /(?:W\/)?"[^"]*"/g;

/** The resource that a conditional request applies to. */
export interface ConditionalRequest {
  readonly req: Request;
  readonly resource: Resource;
}

/**
 * Checks the conditions of a request (RFC 9110 section 13.1, RFC 4918 section 10.4). Not for GET and HEAD:
 * `res.sendFile()` checks theirs.
 *
 * @throws {Refusal} 412 if one does not hold.
 */
export async function checkPreconditions(share: Share, { req, resource }: ConditionalRequest): Promise<void> {
  const etag = resource.stats && etagOf(resource.stats);
  const ifMatch = req.get('If-Match');
  const ifNoneMatch = req.get('If-None-Match');
  if (ifMatch !== undefined && !isListed(ifMatch, etag)) fail('If-Match');
  if (ifMatch === undefined && isNewerThan(resource, req.get('If-Unmodified-Since')))
    fail('If-Unmodified-Since');
  if (ifNoneMatch !== undefined && isListed(ifNoneMatch.replaceAll('W/"', '"'), etag)) fail('If-None-Match');

  const ifHeader = req.get('If');
  if (ifHeader === undefined) return;
  const etagAt = async (path: string | undefined): Promise<string | undefined> => {
    const { stats } = path === undefined ? resource : await findResource(share, path);
    return stats && etagOf(stats);
  };
  if (!(await holdsIf(ifHeader, req, etagAt))) fail('If');
}

/** Checks whether a list contains a tag, by strong comparison; `*` matches any existing resource. */
function isListed(list: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  return list.trim() === '*' || [...list.matchAll(ENTITY_TAG)].some(([tag]) => tag === etag);
}

function isNewerThan({ stats }: Resource, date: string | undefined): boolean {
  if (stats === undefined || date === undefined) return false;
  // An HTTP date has no milliseconds. An invalid date is ignored.
  return Math.floor(stats.mtimeMs / 1000) * 1000 > Date.parse(date);
}

function fail(header: string): never {
  throw new Refusal(412, `${header} does not hold.`);
}
