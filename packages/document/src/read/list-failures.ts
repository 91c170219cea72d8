import type { Element } from '../element.js';
import type { Body, MultistatusResponse } from '../multistatus.js';
import { toStatusLine } from '../status-line.js';
import type { Failure } from './multistatus-error.js';
import { countedPropstats } from './response-classifier.js';

const STATUS_LINE_START = 'HTTP/1.1 000 '.length;
const MAX_REASON = 200;

/** Returns one failure for each href of a failed response, or for each of its propstats that failed. */
export function listFailures(response: MultistatusResponse): Failure[] {
  if (response.propstats === undefined) {
    const { status } = response;
    const reason = reasonOf(response, status);
    return (response.hrefs ?? [response.href]).map((href) => ({ href, status, reason }));
  }
  return countedPropstats(response)
    .filter(({ status }) => status < 200 || status >= 400)
    .map(({ status, properties, error, description }) => ({
      href: response.href,
      status,
      reason: reasonOf({ error, description: description ?? response.description }, status),
      properties: properties.map(({ name }) => name),
    }));
}

function reasonOf(
  {
    description,
    problem,
    body,
    error,
  }: Partial<Pick<MultistatusResponse, 'description' | 'problem' | 'body' | 'error'>>,
  status: number,
): string {
  const text =
    description ??
    problem?.detail ??
    problem?.title ??
    (body && messageOf(body)) ??
    error?.map(localNameOf).join(', ') ??
    toStatusLine(status).slice(STATUS_LINE_START);
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
