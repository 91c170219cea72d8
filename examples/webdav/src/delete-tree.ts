import { rm } from 'node:fs/promises';
import { type Failure, failureOf, lockedFailure } from './failure.js';
import { type ExistingResource, membersOf } from './resource.js';
import type { Share } from './share.js';

/**
 * Deletes a resource with everything in it. Returns the members that could not be deleted.
 *
 * The collections above a failed member remain and are not named, because they follow from it (RFC 4918 section 9.6.1).
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
    // Recursive because of symbolic links left in a folder: not members. Deletes the links, not their targets.
    await rm(resource.file, { recursive: resource.isCollection });
    await share.properties.remove(resource.path);
    return [];
  } catch (error) {
    return [...failures, failureOf(resource, error)];
  }
}
