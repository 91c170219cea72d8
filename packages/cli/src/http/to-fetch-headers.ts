import type { HeaderFields } from '@multistatus/inspect';
import { VERSION } from '../version.js';

/**
 * Returns the headers of a request that `fetch` sends. Moves the credentials of the URL to a header, because `fetch` rejects a URL
 * with credentials.
 */
export function toFetchHeaders({
  url,
  headers,
}: {
  readonly url: URL;
  readonly headers: HeaderFields;
}): [name: string, value: string][] {
  const { username, password } = url;
  const defaults: [string, string][] = [['user-agent', `multistatus/${VERSION}`]];
  if (username !== '' || password !== '') {
    const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
    defaults.push(['authorization', `Basic ${credentials.toString('base64')}`]);
  }
  const userNames = new Set(headers.map(([name]) => name.toLowerCase()));
  const sent = [...defaults.filter(([name]) => !userNames.has(name)), ...headers];
  return sent.map(([name, value]) => [name, value]);
}
