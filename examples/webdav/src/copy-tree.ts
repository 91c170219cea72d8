import { copyFile, mkdir } from 'node:fs/promises';
import { type Failure, failureOf, lockedFailure } from './failure.js';
import { type ExistingResource, membersOf, placeFor, type Resource } from './resource.js';
import type { Share } from './share.js';

/** What to copy, and where to. There must be nothing at the destination. */
export interface Copy {
  readonly source: ExistingResource;
  readonly destination: Resource;
  /** Copies a collection without its members: `Depth: 0`. */
  readonly isShallow?: boolean;
}

/**
 * Copies a resource, with its dead properties. Returns what could not be created at the destination.
 *
 * Where a collection could not be created, its members are neither copied nor named (RFC 4918 section 9.8.3).
 */
export async function copyTree(
  share: Share,
  { source, destination, isShallow = false }: Copy,
): Promise<readonly Failure[]> {
  if (share.isLocked(destination.path)) return [lockedFailure(destination)];
  let failures: readonly Failure[] = [];
  try {
    await (source.isCollection ? mkdir(destination.file) : copyFile(source.file, destination.file));
    await share.properties.copy(source.path, destination.path);
    if (!source.isCollection || isShallow) return [];
    for await (const member of membersOf(source)) {
      const place = placeFor(destination, member);
      failures = failures.concat(await copyTree(share, { source: member, destination: place }));
    }
    return failures;
  } catch (error) {
    return [...failures, failureOf(destination, error)];
  }
}
