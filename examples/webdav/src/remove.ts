import { answerFailures } from './answer-failures.js';
import { deleteTree } from './delete-tree.js';
import { checkPreconditions } from './preconditions.js';
import { readDepth } from './read-depth.js';
import { Refusal } from './refusal.js';
import { checkUnlocked, existingResource } from './resource.js';
import type { ShareHandler } from './share.js';

/** Answers DELETE: 204, or 207 that names the members that remain (RFC 4918 section 9.6.1). */
export const remove: ShareHandler = async (share, req, res) => {
  const resource = await existingResource(share, req);
  if (resource.isCollection && readDepth(req) !== 'infinity') {
    throw new Refusal(400, 'A collection is deleted with all that is in it: Depth infinity.');
  }
  if (resource.path === '/') throw new Refusal(403, 'The share itself cannot be deleted.');
  await checkPreconditions(share, { req, resource });
  checkUnlocked(share, resource);

  const failures = await deleteTree(share, resource);
  if (failures.length > 0) await answerFailures(req, res, failures);
  else res.status(204).end();
};
