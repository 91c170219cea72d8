import { stripBasePath } from '../operation/base-path.js';
import { isPlainUrl } from '../operation/operation-url.js';
import type { Outcome } from '../operation/outcome.js';
import { isUrlTemplate } from '../operation/url-template.js';

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Stands for this app while a Location is resolved; no real host has this name (RFC 6761). */
const HERE = 'http://batch.invalid';

/** Where the resource of an outcome is. */
export interface Place {
  /** What the response is about: an absolute path with query, without fragment. */
  readonly href: string;
  /** What the Location of a 201 or a redirect points to: such a path, or an absolute URI of another origin. */
  readonly location?: string;
}

/** What outcomes are located by. */
export interface LocateContext {
  /** Where an operation is that has no URL of its own; its index follows. */
  readonly operationsPath: string;
  /** The Host header of the envelope; a Location with this authority is of this origin, whatever its scheme. */
  readonly host: string | undefined;
  /** Public prefix that every href has. */
  readonly basePath: string;
}

/**
 * Tells what an outcome is about: the Location of a 201 if it is of this origin, else the URL of the operation, or
 * the operation itself if its URL was never resolved.
 */
export function locate(outcome: Outcome, { operationsPath, host, basePath }: LocateContext): Place {
  const { url, index } = outcome.operation;
  if (isUrlTemplate(url)) return { href: `${operationsPath}${index}` };
  const href = encodeRest(basePath + url);
  if (outcome.kind !== 'answered') return { href };
  const { status, headers } = outcome.answer;
  const written = headers['location'];
  if (typeof written !== 'string' || !(status === 201 || REDIRECTS.has(status))) return { href };
  const resolved = resolveLocation(written, url, host);
  if (resolved === undefined) return { href };
  const isOwn = resolved.startsWith('/');
  const location = isOwn ? basePath + (stripBasePath(resolved, basePath) ?? resolved) : resolved;
  return { href: status === 201 && isOwn ? location : href, location };
}

/**
 * Resolves a Location against the URL of its operation: a path with query if it is of this origin, without fragment, else
 * an absolute URI. `undefined` for what is no URI reference.
 */
export function resolveLocation(
  location: string,
  base: string,
  host: string | undefined,
): string | undefined {
  // A parser encodes some of what is plain in a query.
  if (isPlainUrl(location) && !location.includes('?')) return location;
  if (!URL.canParse(location, HERE + base)) return undefined;
  const url = new URL(location, HERE + base);
  const isRelative = url.origin === HERE && !/^\s*([a-z][a-z0-9+.-]*:|[\\/]{2})/i.test(location);
  if (!isRelative && !(/^https?:$/.test(url.protocol) && sameAuthority(url, host))) {
    url.hash = '';
    return url.href;
  }
  // A path of '//' would read as an authority.
  return encodeRest(url.pathname.replace(/^\/{2,}/, '/') + url.search);
}

function sameAuthority(url: URL, host: string | undefined): boolean {
  return (
    host !== undefined &&
    URL.canParse(`${url.protocol}//${host}`) &&
    new URL(`${url.protocol}//${host}`).host === url.host
  );
}

/** What URLs may hold in practice and RFC 3986 does not allow: an href is one and the same in JSON and XML. */
function encodeRest(url: string): string {
  if (!/["<>\\^`{|}[\]]/.test(url)) return url;
  return url.replace(
    /["<>\\^`{|}[\]]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
