import { rm } from 'node:fs/promises';
import { type Failure, failureOf, lockedFailure } from './failure.js';
import { type ExistingResource, membersOf } from './resource.js';
import type { Share } from './share.js';

/**
 * Deletes a resource with all that is in it, and gives the members that could not be.
 *
 * The collections above a failed member stay, and are not named: a client knows that by itself (RFC 4918 section 9.6.1).
 */
export async function deleteTree(share: Share, resource: ExistingResource): Promise<readonly Failure[]> {
  if (share.isLocked(resource.path)) return [lockedFailure(resource)];
  let failures: readonly Failure[] = [];
  try {
    if (resource.isCollection) {
      for await (const member of membersOf(resource)) {
        failures = failures.concat(await deleteTree(share, member));
      }
      if (failures.length > 0) return failures;
    }
    // Recursive for the links that are left in a folder: they are no members. It deletes links, not what they lead to.
    await rm(resource.file, { recursive: resource.isCollection });
    await share.properties.remove(resource.path);
    return [];
  } catch (error) {
    return [...failures, failureOf(resource, error)];
  }
}
