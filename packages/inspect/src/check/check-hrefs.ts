import { RULES } from '@multistatus/document/rules';
import type { DocumentReading } from '../document/read-document.js';
import type { Exchange } from '../exchange.js';
import { exchangeFinding, type Finding } from '../finding.js';
import { isInside, toSegments } from './path-segments.js';

/** The answer contains the resource of the request. */
const OF_ITSELF = new Set(['PROPFIND', 'PROPPATCH']);
/** The answer contains what is below the resource of the request, or the collection whose lock is in the way. */
const OF_MEMBERS = new Set(['DELETE', 'LOCK']);

/**
 * Compares the hrefs of a document with the URL of the request (RFC 4918 section 8.3). A proxy that changes the URL of a
 * request does not change the hrefs in the answer.
 *
 * The prefix is compared only for methods of WebDAV whose answer is about the resource of the request and its members:
 * those of a REPORT or of a batch may be anywhere.
 */
export function checkHrefs(
  { reading, format }: Pick<DocumentReading, 'reading' | 'format'>,
  request: Exchange['request'],
): Finding[] {
  if (reading === undefined || request === undefined || !URL.canParse(request.url)) return [];
  const url = new URL(request.url);
  if (!isHttp(url)) return [];
  const hrefs = reading.document.responses.flatMap((response) => response.hrefs ?? [response.href]).map(trim);
  const method = format === 'xml' ? request.method.toUpperCase() : '';
  return [...checkOrigin(hrefs, url), ...checkPrefix(hrefs, url, method)];
}

function checkOrigin(hrefs: readonly string[], { origin }: URL): Finding[] {
  const others = new Set(
    hrefs
      .filter((href) => URL.canParse(href) && isHttp(new URL(href)))
      .map((href) => new URL(href).origin)
      .filter((other) => other !== origin),
  );
  if (others.size === 0) return [];
  const { level, section, advice } = RULES.X15;
  const message = `some hrefs point to ${[...others].join(', ')}, but the request went to ${origin}`;
  return [{ rule: 'X15', level, section, message, advice }];
}

function checkPrefix(hrefs: readonly string[], url: URL, method: string): Finding[] {
  const isOfMembers = OF_MEMBERS.has(method);
  if (!isOfMembers && !OF_ITSELF.has(method)) return [];
  // A server may answer for another resource there, instead of with a redirect (RFC 6764 section 5).
  if (url.pathname.startsWith('/.well-known/')) return [];
  const requested = toSegments(url.pathname);
  const paths = hrefs
    .filter((href) => /^(?:https?:\/\/|\/(?!\/))/i.test(href))
    .map((href) => pathOf(href, url));
  const isExpected = (path: readonly string[]): boolean =>
    isInside(path, requested) || (isOfMembers && path.length > 0 && isInside(requested, path));
  const [first] = paths;
  if (first === undefined || paths.some(isExpected)) return [];
  return [exchangeFinding('href-prefix', describe(requested, paths))];
}

/** Names the prefix that was removed or added, if that explains the difference. */
function describe(requested: readonly string[], paths: readonly (readonly string[])[]): string {
  const [first = []] = paths;
  const removed = requested.findIndex(
    (_, start) => start > 0 && paths.every((path) => isInside(path, requested.slice(start))),
  );
  if (removed > 0)
    return `the hrefs lack the prefix ${toPath(requested.slice(0, removed))} of the request URL`;
  const added = first.findIndex((_, start) => start > 0 && isInside(first.slice(start), requested));
  if (requested.length > 0 && added > 0 && paths.every((path) => isInside(path, first.slice(0, added)))) {
    return `the hrefs have the prefix ${toPath(first.slice(0, added))}, which the request URL lacks`;
  }
  return `no href is the path of the request, ${toPath(requested)}, or below it; the first is ${toPath(first)}`;
}

function pathOf(href: string, base: URL): string[] {
  return toSegments(URL.canParse(href, base.href) ? new URL(href, base.href).pathname : href);
}

function toPath(segments: readonly string[]): string {
  return `/${segments.join('/')}`;
}

function trim(href: string): string {
  return href.trim();
}

function isHttp({ protocol }: URL): boolean {
  return protocol === 'http:' || protocol === 'https:';
}
