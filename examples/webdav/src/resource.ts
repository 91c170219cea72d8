import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Request } from 'express';
import { Refusal } from './refusal.js';
import { isWithin, memberPath, nameOf, parentPath, readPath } from './resource-path.js';
import type { Share } from './share.js';

/** A file or folder of the share, or the place where one could be. */
export interface Resource {
  /** The decoded path in the share: `/a/b c`. */
  readonly path: string;
  /** The absolute path on disk. */
  readonly file: string;
  readonly isCollection: boolean;
  /** `undefined` if there is nothing yet. */
  readonly stats: Stats | undefined;
}

/** A resource that exists. */
export type ExistingResource = Resource & { readonly stats: Stats };

/** Returns the resource that a request is for, whether or not it exists. */
export function requestedResource(share: Share, req: Request): Promise<Resource> {
  // RFC 9110 section 7.1: a request target has no fragment. If it were ignored, a DELETE of /a/#b would delete /a/.
  if (req.url.includes('#')) throw new Refusal(400, 'The request target has a fragment.');
  return findResource(share, readPath(req.path));
}

/**
 * Returns the resource that a request is for.
 *
 * @throws {Refusal} 404 if there is none.
 */
export async function existingResource(share: Share, req: Request): Promise<ExistingResource> {
  const resource = await requestedResource(share, req);
  if (!isExisting(resource)) throw new Refusal(404, 'There is no such resource.');
  return resource;
}

/**
 * Returns the file or folder at a path that `readPath` returned.
 *
 * Checks every segment on the way: a symbolic link may lead out of the share, so none is followed.
 *
 * @throws {Refusal} 403 if the path leads through or to something that is neither a file nor a folder.
 */
export async function findResource(share: Share, path: string): Promise<Resource> {
  let { folder: file } = share;
  let stats: Stats | undefined = await lstat(file);
  for (const segment of path.split('/').filter((name) => name !== '')) {
    file = join(file, segment);
    stats = stats?.isDirectory() === true ? await statIfThere(file) : undefined;
    if (stats !== undefined && !isServed(stats)) throw new Refusal(403, 'Links are not followed.');
  }
  return { path, file, isCollection: stats?.isDirectory() ?? false, stats };
}

/** Returns the current members of a collection, sorted by name; only files and folders. */
export async function* membersOf(collection: Resource): AsyncGenerator<ExistingResource> {
  for (const name of (await readdir(collection.file)).sort()) {
    const file = join(collection.file, name);
    const stats = await statIfThere(file);
    if (stats === undefined || !isServed(stats)) continue;
    yield { path: memberPath(collection.path, name), file, isCollection: stats.isDirectory(), stats };
  }
}

/** Returns the place in a collection for a member with the name of another resource. */
export function placeFor(collection: Resource, { path, isCollection }: Resource): Resource {
  const name = nameOf(path);
  const place = { path: memberPath(collection.path, name), file: join(collection.file, name) };
  return { ...place, isCollection, stats: undefined };
}

/**
 * Checks that a resource can be created at a path.
 *
 * @throws {Refusal} 409 if the collection that would contain it does not exist (RFC 4918 section 9.7.1).
 */
export async function checkParent(share: Share, { path }: Resource): Promise<void> {
  const parent = await findResource(share, parentPath(path));
  if (!parent.isCollection) throw new Refusal(409, 'The collection that it would be in is not there.');
}

/**
 * Checks that the resource at a path may be changed.
 *
 * @throws {Refusal} 423 if it is locked, or a collection that contains it.
 */
export function checkUnlocked(share: Share, { path }: Resource): void {
  for (let ancestor = path; ; ancestor = parentPath(ancestor)) {
    if (share.isLocked(ancestor)) throw new Refusal(423, `${ancestor} is locked.`, 'lock-token-submitted');
    if (ancestor === '/') return;
  }
}

/** Checks whether a resource exists. */
export function isExisting(resource: Resource): resource is ExistingResource {
  return resource.stats !== undefined;
}

/** Checks whether a resource is another or inside it. */
export function isInside(resource: Resource, ancestor: Resource): boolean {
  return isWithin(resource.path, ancestor.path);
}

function isServed(stats: Stats): boolean {
  return stats.isFile() || stats.isDirectory();
}

async function statIfThere(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
