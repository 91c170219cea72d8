import { countOf } from '../count-of.js';
import type { Multistatus, MultistatusResponse, Summary } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
import { JsonCursor } from './json-cursor.js';
import {
  faultAt,
  isObject,
  itemsOf,
  type JsonNode,
  memberOf,
  optional,
  stringOf,
  wholeNumberOf,
} from './json-node.js';
import { type JsonOutline, outlineJson } from './outline-json.js';
import { readHubSpotBatch, readSearchResults, readTrpcBatch } from './read-foreign-json.js';
import { readJsonElements } from './read-json-element.js';
import { readJsonResponse, readJsonText } from './read-json-response.js';
import type { ResolvedReadLimits } from './read-limits.js';

/**
 * Reads a document from JSON: one of this library, a batch of OData 4.01 or Microsoft Graph (`responses`), of tRPC
 * (an array), a result of Azure AI Search (`value`) or of HubSpot (`results` and `errors`).
 *
 * @throws {DocumentError} if the text is none of these, or a limit is exceeded.
 */
export function readJson(text: string, limits: ResolvedReadLimits): Multistatus {
  const outline = outlineJson(new JsonCursor(text), limits);
  const root: JsonNode = { value: outline.value };
  const document = readRoot(root, outline);
  if (document.responses.length > limits.maxResponses) {
    throw faultAt(root, 'maxResponses', `has more than ${countOf(limits.maxResponses, 'response')}`);
  }
  return document;
}

function readRoot(root: JsonNode, outline: JsonOutline): Multistatus {
  if (Array.isArray(root.value)) return { responses: readTrpcBatch(root, outline.bodies) };
  if (isObject(root.value)) {
    if (Object.hasOwn(root.value, 'responses')) return readDocument(root, outline);
    if (Array.isArray(root.value['value'])) return { responses: readSearchResults(memberOf(root, 'value')) };
    if (Array.isArray(root.value['results'])) return { responses: readHubSpotBatch(root, outline.bodies) };
  }
  throw faultAt(root, 'shape', 'does not say what became of several resources');
}

function readDocument(root: JsonNode, { bodies }: JsonOutline): Multistatus {
  const next = memberOf(root, '@nextLink');
  // OData JSON Format 4.01 section 19.5: what is here is a part, and no success of the rest is known.
  if (next.value !== undefined)
    throw faultAt(next, 'shape', 'says that the document is a part of the answer');
  const responses = itemsOf(memberOf(root, 'responses')).map(
    (node): MultistatusResponse => readJsonResponse(node, bodies),
  );
  return omitUndefined({
    summary: optional(memberOf(root, 'summary'), readSummary),
    responses,
    description: optional(memberOf(root, 'description'), readJsonText),
    syncToken: optional(memberOf(root, 'syncToken'), stringOf),
    extensions: optional(memberOf(root, 'extensions'), readJsonElements),
  });
}

/** Gives the counts of a summary. */
export function readSummary(node: JsonNode): Summary {
  return {
    total: wholeNumberOf(memberOf(node, 'total')),
    succeeded: wholeNumberOf(memberOf(node, 'succeeded')),
    failed: wholeNumberOf(memberOf(node, 'failed')),
    other: wholeNumberOf(memberOf(node, 'other')),
  };
}
