import type { Element } from '@multistatus/document';
import mime from 'mime-types';
import { etagOf } from './etag.js';
import type { ExistingResource } from './resource.js';
import { nameOf } from './resource-path.js';

/** The properties that the share computes; clients cannot set them (RFC 4918 section 15). */
export const PROTECTED_PROPERTIES: ReadonlySet<string> = new Set(
  [
    'creationdate',
    'getcontentlength',
    'getcontenttype',
    'getetag',
    'getlastmodified',
    'lockdiscovery',
    'resourcetype',
    'supportedlock',
  ].map(dav),
);

/** Returns the live properties of a resource. They include `displayname` until a client sets it. */
export function livePropertiesOf({ path, isCollection, stats }: ExistingResource): readonly Element[] {
  const properties: Element[] = [
    text('creationdate', stats.birthtime.toISOString()),
    text('displayname', nameOf(path)),
    text('getlastmodified', stats.mtime.toUTCString()),
    { name: dav('resourcetype'), children: isCollection ? [{ name: dav('collection') }] : [] },
  ];
  if (isCollection) return properties;
  // As GET answers: Express also derives the type from the name.
  const type = mime.contentType(nameOf(path).replace(/^.*(?=\.)/, '')) || 'application/octet-stream';
  return [
    ...properties,
    text('getcontentlength', String(stats.size)),
    text('getcontenttype', type),
    text('getetag', etagOf(stats)),
  ];
}

function text(local: string, value: string): Element {
  return { name: dav(local), children: [value] };
}

function dav(local: string): string {
  return `{DAV:}${local}`;
}
