import type { Request } from 'express';
import { answerFailures } from './answer-failures.js';
import { copyTree } from './copy-tree.js';
import { deleteTree } from './delete-tree.js';
import type { Failure } from './failure.js';
import { moveTree } from './move-tree.js';
import { checkPreconditions } from './preconditions.js';
import { type Depth, readDepth } from './read-depth.js';
import { readUrl } from './read-url.js';
import { Refusal } from './refusal.js';
import {
  checkParent,
  checkUnlocked,
  type ExistingResource,
  existingResource,
  findResource,
  isExisting,
  isInside,
  type Resource,
} from './resource.js';
import type { Share, ShareHandler } from './share.js';

/**
 * Answers COPY and MOVE: 201 for a new destination, 204 for one overwritten, or 207 that names the members that could
 * not be copied or moved; all others were (RFC 4918 sections 9.8 and 9.9).
 */
export const copyOrMove: ShareHandler = async (share, req, res) => {
  const isMove = req.method === 'MOVE';
  const source = await existingResource(share, req);
  const depth = readDepth(req);
  if (depth === '1' || (isMove && source.isCollection && depth === '0')) {
    throw new Refusal(400, `${req.method} does not go with Depth ${depth}.`);
  }
  const destination = await readDestination(share, req);
  if (isInside(destination, source) || isInside(source, destination)) {
    throw new Refusal(403, 'Source and destination are one, or one is in the other.');
  }
  await checkPreconditions(share, { req, resource: source });
  if (isMove) checkUnlocked(share, source);
  checkUnlocked(share, destination);
  await checkParent(share, destination);

  const failures =
    (await clear(share, destination, mayOverwrite(req))) ??
    (await transfer(share, { isMove, depth, source, destination }));
  if (failures.length > 0) await answerFailures(req, res, failures);
  else res.status(isExisting(destination) ? 204 : 201).end();
};

/** Deletes what is at the destination. Returns the failures; if there are any, nothing may be copied there. */
async function clear(
  share: Share,
  destination: Resource,
  isAllowed: boolean,
): Promise<readonly Failure[] | undefined> {
  if (!isExisting(destination)) return undefined;
  if (!isAllowed) throw new Refusal(412, 'There is something at the destination.');
  const failures = await deleteTree(share, destination);
  return failures.length > 0 ? failures : undefined;
}

interface Transfer {
  readonly isMove: boolean;
  readonly depth: Depth;
  readonly source: ExistingResource;
  readonly destination: Resource;
}

function transfer(
  share: Share,
  { isMove, depth, source, destination }: Transfer,
): Promise<readonly Failure[]> {
  const place = { ...destination, isCollection: source.isCollection, stats: undefined };
  return isMove
    ? moveTree(share, source, place)
    : copyTree(share, { source, destination: place, isShallow: depth === '0' });
}

async function readDestination(share: Share, req: Request): Promise<Resource> {
  const url = req.get('Destination');
  if (url === undefined) throw new Refusal(400, 'Destination is missing.');
  const path = readUrl(url, req);
  // RFC 4918 section 9.8.5: the destination is on another server, which this one cannot write to.
  if (path === undefined) throw new Refusal(502, 'The destination is not in this share.');
  return findResource(share, path);
}

function mayOverwrite(req: Request): boolean {
  const overwrite = req.get('Overwrite')?.trim().toUpperCase() ?? 'T';
  if (overwrite !== 'T' && overwrite !== 'F') throw new Refusal(400, 'Overwrite is T or F.');
  return overwrite === 'T';
}
