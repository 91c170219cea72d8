import type { IncomingHttpHeaders } from 'node:http';

/** Fields of which a message keeps the first and drops the others. */
const SINGLE: ReadonlySet<string> = new Set([
  'age',
  'authorization',
  'content-length',
  'content-type',
  'etag',
  'expires',
  'from',
  'host',
  'if-modified-since',
  'if-unmodified-since',
  'last-modified',
  'location',
  'max-forwards',
  'proxy-authorization',
  'referer',
  'retry-after',
  'server',
  'user-agent',
]);

/** Returns `message.headers` for `message.rawHeaders`, as Node documents it. */
export function joinFields(rawHeaders: readonly string[]): IncomingHttpHeaders {
  const joined: Record<string, string | string[] | undefined> = {};
  for (const [name, values] of Object.entries(collectFields(rawHeaders))) {
    if (name === 'set-cookie') joined[name] = values;
    else if (SINGLE.has(name)) joined[name] = values?.[0];
    else joined[name] = values?.join(name === 'cookie' ? '; ' : ', ');
  }
  return joined;
}

/** Returns `message.headersDistinct` for `message.rawHeaders`, as Node documents it. */
export function collectFields(rawHeaders: readonly string[]): NodeJS.Dict<string[]> {
  const fields: NodeJS.Dict<string[]> = Object.create(null);
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = String(rawHeaders[at]).toLowerCase();
    const value = String(rawHeaders[at + 1]);
    const values = fields[name];
    if (values === undefined) fields[name] = [value];
    else values.push(value);
  }
  return fields;
}
