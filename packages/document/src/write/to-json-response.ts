import { PROBLEM_JSON } from '@multistatus/wire';
import type { Element } from '../element.js';
import type { Body, HeaderMap, MultistatusResponse, Propstat, Timing } from '../multistatus.js';
import { around, type Part } from './in-pieces.js';
import { toHeadersText } from './to-headers-text.js';

/**
 * Writes one response as a JSON object, in slices if its body is long. Absent members are omitted; the others are in a fixed
 * order. `writeBody` writes the members of its body: `writeJsonBody`, or `writeJsonUtf8`.
 *
 * A `json` body is copied into the text unchanged. A problem is written as a body of type `application/problem+json`;
 * the header is added unless `headers` already has a Content-Type, in any case.
 */
export function toJsonResponse<Slice extends string | Uint8Array>(
  response: MultistatusResponse,
  writeBody: (body: Body) => Part<Slice>,
): Part<Slice | string> {
  const { id, index, href, hrefs, status, reasonPhrase, propstats, body, problem, bodyOmitted } = response;
  const { trailers, timing } = response;
  const headers = problem === undefined ? response.headers : withProblemType(response.headers);
  let text = '{';
  if (id !== undefined) text += `"id":${JSON.stringify(id)},`;
  if (index !== undefined) text += `"index":${JSON.stringify(index)},`;
  text += hrefs === undefined ? `"href":${JSON.stringify(href)}` : `"hrefs":${JSON.stringify(hrefs)}`;
  if (propstats === undefined) text += `,"status":${JSON.stringify(status)}${toPhraseText(reasonPhrase)}`;
  else text += `,"propstats":[${propstats.map(toPropstatText).join(',')}]`;
  if (headers !== undefined) text += toHeadersText(headers);
  if (problem !== undefined) text += `,"body":${JSON.stringify(problem)}`;
  let end = bodyOmitted === undefined ? '' : `,"bodyOmitted":${JSON.stringify(bodyOmitted)}`;
  if (trailers !== undefined && Object.keys(trailers).length > 0)
    end += `,"trailers":${JSON.stringify(trailers)}`;
  if (timing !== undefined) end += toTimingText(timing);
  end += `${toReasonText(response)}}`;
  if (body === undefined) return text + end;
  const member = writeBody(body);
  return typeof member === 'string' ? text + member + end : around(text, member, end);
}

function toTimingText({ startMs, durationMs }: Timing): string {
  return `,"timing":{"startMs":${JSON.stringify(startMs)},"durationMs":${JSON.stringify(durationMs)}}`;
}

function toReasonText({ error, description, location, extensions }: MultistatusResponse): string {
  let text = toElementsText('error', error);
  if (description !== undefined) text += `,"description":${JSON.stringify(description)}`;
  if (location !== undefined) text += `,"location":${JSON.stringify(location)}`;
  return text + toElementsText('extensions', extensions);
}

function toPropstatText({ status, reasonPhrase, properties, error, description }: Propstat): string {
  let text = `{"status":${JSON.stringify(status)}${toPhraseText(reasonPhrase)},"properties":${JSON.stringify(properties)}`;
  text += toElementsText('error', error);
  if (description !== undefined) text += `,"description":${JSON.stringify(description)}`;
  return `${text}}`;
}

function toPhraseText(reasonPhrase: string | undefined): string {
  return reasonPhrase === undefined ? '' : `,"reasonPhrase":${JSON.stringify(reasonPhrase)}`;
}

/** Returns a member that holds elements, with a leading comma; the empty string if there are no elements. */
export function toElementsText(name: string, elements: readonly Element[] = []): string {
  return elements.length === 0 ? '' : `,"${name}":${JSON.stringify(elements)}`;
}

function withProblemType(headers: HeaderMap = {}): HeaderMap {
  const isNamed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return isNamed ? headers : { ...headers, 'content-type': PROBLEM_JSON };
}
