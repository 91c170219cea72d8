import { mkdir, rm } from 'node:fs/promises';
import { type Failure, failureOf, lockedFailure } from './failure.js';
import { moveFile } from './move-file.js';
import { type ExistingResource, membersOf, placeFor, type Resource } from './resource.js';
import type { Share } from './share.js';

/**
 * Moves a resource, with its dead properties, to a path that is free. Returns what could not be moved.
 *
 * Goes member by member: if one fails, the others are still moved (RFC 4918 section 9.9.2), so that both
 * collections exist in the end.
 */
export async function moveTree(
  share: Share,
  source: ExistingResource,
  destination: Resource,
): Promise<readonly Failure[]> {
  if (share.isLocked(source.path)) return [lockedFailure(source)];
  if (share.isLocked(destination.path)) return [lockedFailure(destination)];
  let failures: readonly Failure[] = [];
  try {
    await (source.isCollection ? mkdir(destination.file) : moveFile(source.file, destination.file));
    await share.properties.copy(source.path, destination.path);
    if (source.isCollection) {
      for await (const member of membersOf(source)) {
        const place = placeFor(destination, member);
        failures = failures.concat(await moveTree(share, member, place));
      }
      if (failures.length > 0) return failures;
      // Recursive because of symbolic links left in the folder, which are not members and are not moved.
      await rm(source.file, { recursive: true });
    }
    await share.properties.remove(source.path);
    return [];
  } catch (error) {
    return [...failures, failureOf(source, error)];
  }
}
