import type { Element } from '../element.js';
import type { Body, MultistatusResponse, Propstat } from '../multistatus.js';
import { reasonPhraseOf } from '../status-line.js';
import { countedPropstats } from './counted-propstats.js';
import type { Failure } from './multistatus-error.js';

const MAX_REASON = 200;

/**
 * Returns one failure for each href of a failed response, or for each of its propstats that failed. `isPatch` is true if
 * the document answers a PROPPATCH.
 */
export function listFailures(response: MultistatusResponse, isPatch: boolean): Failure[] {
  if (response.propstats === undefined) {
    const { status } = response;
    const reason = reasonOf(response, response);
    return (response.hrefs ?? [response.href]).map((href) => ({ href, status, reason }));
  }
  const counted = countedPropstats(response, isPatch).filter(isFailed);
  // Only the summary of the document may say that absent properties are a failure.
  return (counted.length === 0 ? response.propstats.filter(isFailed) : counted).map((propstat) => ({
    href: response.href,
    status: propstat.status,
    reason: reasonOf({ ...propstat, description: propstat.description ?? response.description }, propstat),
    ...(propstat.properties.length === 0
      ? undefined
      : { properties: propstat.properties.map(({ name }) => name) }),
  }));
}

function isFailed({ status }: Propstat): boolean {
  return status < 200 || status >= 400;
}

function reasonOf(
  {
    description,
    problem,
    body,
    error,
  }: Partial<Pick<MultistatusResponse, 'description' | 'problem' | 'body' | 'error'>>,
  { status, reasonPhrase }: Pick<Propstat, 'status' | 'reasonPhrase'>,
): string {
  const text =
    description ??
    problem?.detail ??
    problem?.title ??
    (body && messageOf(body)) ??
    error?.map(localNameOf).join(', ') ??
    reasonPhraseOf(status, reasonPhrase);
  return text.length > MAX_REASON ? `${text.slice(0, MAX_REASON - 3)}...` : text;
}

function localNameOf({ name }: Element): string {
  return name.slice(name.lastIndexOf('}') + 1);
}

/** Returns the `detail` or `title` if the body is a problem object (RFC 9457), such as one sent by a handler. */
function messageOf({ encoding, text }: Body): string | undefined {
  if (encoding !== 'json' || !text.trimStart().startsWith('{')) return undefined;
  const { detail, title } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  if (typeof detail === 'string') return detail;
  return typeof title === 'string' ? title : undefined;
}
