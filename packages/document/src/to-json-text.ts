import type { Body, HeaderMap, Multistatus, MultistatusResponse } from './multistatus.js';

const PROBLEM_TYPE = 'application/problem+json';

/**
 * Writes a document as one JSON text: `{"summary":{...},"responses":[...]}`, absent members left out.
 *
 * A `json` body stands in the text exactly as it was given and is never parsed, so however deep it nests it costs
 * no stack. A problem is written as a body of type `application/problem+json`; the header is added unless
 * `headers` names a content type already, in whatever case.
 */
export function toJsonText(document: Multistatus): string {
  const summary = document.summary === undefined ? '' : `"summary":${JSON.stringify(document.summary)},`;
  return `{${summary}"responses":[${document.responses.map(toResponseText).join(',')}]}`;
}

function toResponseText(response: MultistatusResponse): string {
  const { id, index, href, status, body, problem, bodyOmitted, location } = response;
  const headers = problem === undefined ? response.headers : withProblemType(response.headers);
  let text = '{';
  if (id !== undefined) text += `"id":${JSON.stringify(id)},`;
  if (index !== undefined) text += `"index":${JSON.stringify(index)},`;
  text += `"href":${JSON.stringify(href)},"status":${JSON.stringify(status)}`;
  if (headers !== undefined && Object.keys(headers).length > 0)
    text += `,"headers":${JSON.stringify(headers)}`;
  if (problem !== undefined) text += `,"body":${JSON.stringify(problem)}`;
  if (body !== undefined) text += toBodyText(body);
  if (bodyOmitted !== undefined) text += `,"bodyOmitted":${JSON.stringify(bodyOmitted)}`;
  if (location !== undefined) text += `,"location":${JSON.stringify(location)}`;
  return `${text}}`;
}

function toBodyText({ encoding, text }: Body): string {
  return encoding === 'json'
    ? `,"body":${text}`
    : `,"body":${JSON.stringify(text)},"bodyEncoding":${JSON.stringify(encoding)}`;
}

function withProblemType(headers: HeaderMap = {}): HeaderMap {
  const isNamed = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return isNamed ? headers : { ...headers, 'content-type': PROBLEM_TYPE };
}
