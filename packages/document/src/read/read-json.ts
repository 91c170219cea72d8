import { countOf, isObject } from '@multistatus/wire';
import type { Multistatus, MultistatusResponse, Summary } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
import { checkComplete } from './check-complete.js';
import { type OnFault, readPart } from './document-fault.js';
import { JsonCursor } from './json-cursor.js';
import { errorAt, itemsOf, type JsonNode, memberOf, optional, stringOf, wholeNumberOf } from './json-node.js';
import { type JsonOutline, outlineJson } from './outline-json.js';
import { readJsonElements } from './read-json-element.js';
import { describeJsonResponse, readJsonResponse, readJsonText } from './read-json-response.js';
import type { ResolvedReadLimits } from './read-limits.js';
import { DOCUMENT_MEMBERS, refuseUnreadFailure, SUMMARY_MEMBERS } from './refuse-unread-failure.js';

/**
 * Reads a document from JSON: of this library, or, asynchronously, the outcomes of another service.
 *
 * @throws {DocumentError} if the text is neither, or a limit is exceeded. With `onFault`, an error in a response of a
 *   document of this library is passed to that instead.
 */
export function readJson(
  text: string,
  limits: ResolvedReadLimits,
  onFault?: OnFault,
): Multistatus | Promise<Multistatus> {
  const outline = outlineJson(new JsonCursor(text), limits);
  const root: JsonNode = { value: outline.value };
  return isOwn(root) ? checkCount(readDocument(root, outline, onFault), limits) : readForeign(text, limits);
}

/** The code for other services is loaded when the first such document arrives. */
async function readForeign(text: string, limits: ResolvedReadLimits): Promise<Multistatus> {
  const { readForeignJson } = await import('./foreign/read-foreign-json.js');
  return checkCount({ responses: readForeignJson(text, limits) }, limits);
}

function checkCount(document: Multistatus, { maxResponses }: ResolvedReadLimits): Multistatus {
  if (document.responses.length <= maxResponses) return document;
  throw errorAt({ value: document }, 'maxResponses', `has more than ${countOf(maxResponses, 'response')}`);
}

/** Checks whether a document is one of this library: its responses have an href, or there is none. */
function isOwn(root: JsonNode): boolean {
  if (!isObject(root.value) || !Object.hasOwn(root.value, 'responses')) return false;
  const { responses } = root.value;
  if (!Array.isArray(responses) || responses.length === 0) return true;
  return responses.some(
    (response: unknown) =>
      isObject(response) && (Object.hasOwn(response, 'href') || Object.hasOwn(response, 'hrefs')),
  );
}

function readDocument(root: JsonNode, { bodies }: JsonOutline, onFault: OnFault | undefined): Multistatus {
  const next = memberOf(root, '@nextLink');
  // This is only a part of the answer, so nothing is known about the rest (OData JSON Format 4.01 section 19.5).
  if (next.value !== undefined)
    throw errorAt(next, 'shape', 'says that the document is only a part of the answer');
  const nodes = itemsOf(memberOf(root, 'responses'));
  const responses = nodes.flatMap((node, position): readonly MultistatusResponse[] => {
    const response = readPart(
      () => readJsonResponse(node, bodies),
      onFault,
      () => describeJsonResponse(node, position),
    );
    return response === undefined ? [] : [response];
  });
  const members = readPart(
    () => ({
      summary: optional(memberOf(root, 'summary'), readSummary),
      description: optional(memberOf(root, 'description'), readJsonText),
      syncToken: optional(memberOf(root, 'syncToken'), stringOf),
      extensions: optional(memberOf(root, 'extensions'), readJsonElements),
    }),
    onFault,
  );
  const document: Multistatus = omitUndefined({ ...members, responses });
  if (!hasFailure(document)) readPart(() => refuseUnreadFailure(root, DOCUMENT_MEMBERS), onFault);
  const faulty = nodes.length - responses.length;
  return checkComplete(document, { pointer: '/summary/total' }, { faulty, onFault });
}

/** With a sync token, a 404 is no failure, and a 207 is only one if there is no summary. */
function hasFailure({ summary, responses, syncToken }: Multistatus): boolean {
  if (summary !== undefined || syncToken !== undefined) return (summary?.failed ?? 0) > 0;
  return responses.some(({ status = 200 }) => status >= 400 || status === 207);
}

/**
 * @throws {DocumentError} of rule `shape` if a count is missing or not a non-negative integer, or another member reports a
 *   failure.
 */
export function readSummary(node: JsonNode): Summary {
  refuseUnreadFailure(node, SUMMARY_MEMBERS);
  return {
    total: wholeNumberOf(memberOf(node, 'total')),
    succeeded: wholeNumberOf(memberOf(node, 'succeeded')),
    failed: wholeNumberOf(memberOf(node, 'failed')),
    other: wholeNumberOf(memberOf(node, 'other')),
  };
}
