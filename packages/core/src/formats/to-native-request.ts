import { isHopByHopHeader, isObject, isOwnHost, parseBase } from '@multistatus/wire';
import { toLocalUrl, type UrlBase } from '../operation/to-local-url.js';

/** Headers about the message in which a request would be sent alone. In a batch they have no meaning. */
const OF_THE_MESSAGE: ReadonlySet<string> = new Set([
  'accept-encoding',
  'content-length',
  'expect',
  'max-forwards',
]);

/** What a request of a batch is read with. */
export interface NativeContext extends UrlBase {
  /** Checks whether a request of the batch has this id. */
  readonly isId: (id: string) => boolean;
}

/**
 * Returns a request of a batch in JSON, as clients of OData and Microsoft Graph write it, as this library takes it: its URL is a path,
 * the values of its headers are strings, and headers about the message are absent. Such a URL names another request only if that
 * exists: `$metadata` is a path. Everything else is left as it is, also what is not valid.
 */
export function toNativeRequest(request: unknown, context: NativeContext): unknown {
  if (!isObject(request)) return request;
  const { url, headers } = request;
  return {
    ...request,
    ...(typeof url === 'string' ? { url: toUrl(url, context) } : {}),
    ...(isObject(headers) ? { headers: toHeaders(headers, context) } : {}),
  };
}

function toUrl(url: string, context: NativeContext): string {
  if (url.startsWith('$')) {
    const base = parseBase(url);
    if (base !== undefined && context.isId(base.id)) return url;
  }
  return toLocalUrl(url, context) ?? url;
}

function toHeaders(headers: Readonly<Record<string, unknown>>, context: NativeContext): object {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => !isOfTheMessage(name.toLowerCase(), value, context))
      .map(([name, value]) => [name, typeof value === 'number' ? String(value) : value]),
  );
}

/** Another host than that of the batch is not ignored: the request was meant for another app. */
function isOfTheMessage(name: string, value: unknown, { headers }: NativeContext): boolean {
  if (name === 'host') return typeof value === 'string' && isOwnHost(value, headers);
  return isHopByHopHeader(name) || OF_THE_MESSAGE.has(name);
}
