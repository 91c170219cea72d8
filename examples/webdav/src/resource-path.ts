import { sep } from 'node:path';
import { Refusal } from './refusal.js';

/**
 * Returns the path in the share that the path of a URL names: decoded, `/a/b c`, or `/` for the share itself.
 *
 * No segment is empty, `.` or `..`, or contains a separator or NUL, so that it names nothing outside the share.
 *
 * @throws {Refusal} 400 for any other path.
 */
export function readPath(urlPath: string): string {
  const segments = urlPath
    .split('/')
    .filter((segment) => segment !== '')
    .map(decode);
  for (const segment of segments) {
    if (segment === '.' || segment === '..' || /[/\0]/.test(segment) || segment.includes(sep)) {
      throw new Refusal(400, 'The path has a segment that a file name cannot be.');
    }
  }
  return `/${segments.join('/')}`;
}

/** Returns the percent-encoded URL of a path in the share. A collection's ends in a slash (RFC 4918 section 5.2). */
export function toHref(
  baseUrl: string,
  { path, isCollection }: { path: string; isCollection: boolean },
): string {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return baseUrl + (isCollection && path !== '/' ? `${encoded}/` : encoded);
}

/** Returns the path of a member of a collection. */
export function memberPath(collection: string, name: string): string {
  return collection === '/' ? `/${name}` : `${collection}/${name}`;
}

/** Returns the path of the collection that contains a path; for the share itself, its own path. */
export function parentPath(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** Returns the last segment of a path; an empty string for the share itself. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Checks whether a path is another path or inside it. */
export function isWithin(path: string, ancestor: string): boolean {
  return path === ancestor || ancestor === '/' || path.startsWith(`${ancestor}/`);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, 'The path is not percent-encoded UTF-8.');
  }
}
