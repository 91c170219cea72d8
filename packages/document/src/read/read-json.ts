import { countOf } from '@multistatus/wire';
import type { Multistatus, MultistatusResponse, Summary } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
import { checkComplete } from './check-complete.js';
import { type OnFault, readPart } from './document-fault.js';
import { JsonCursor } from './json-cursor.js';
import {
  errorAt,
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
import { describeJsonResponse, readJsonResponse, readJsonText } from './read-json-response.js';
import type { ResolvedReadLimits } from './read-limits.js';

/**
 * Reads a document from JSON: of this library, a batch of OData 4.01 or Microsoft Graph (`responses`), a batch of tRPC
 * (an array), or a result of Azure AI Search (`value`) or HubSpot (`results` and `errors`).
 *
 * @throws {DocumentError} if the text is none of these, or a limit is exceeded. With `onFault`, an error in a response
 *   of a `responses` document is passed to that instead.
 */
export function readJson(text: string, limits: ResolvedReadLimits, onFault?: OnFault): Multistatus {
  const outline = outlineJson(new JsonCursor(text), limits);
  const root: JsonNode = { value: outline.value };
  const document = readRoot(root, outline, onFault);
  if (document.responses.length > limits.maxResponses) {
    throw errorAt(root, 'maxResponses', `has more than ${countOf(limits.maxResponses, 'response')}`);
  }
  return document;
}

function readRoot(root: JsonNode, outline: JsonOutline, onFault: OnFault | undefined): Multistatus {
  if (Array.isArray(root.value)) return { responses: readTrpcBatch(root, outline.bodies) };
  if (isObject(root.value)) {
    if (Object.hasOwn(root.value, 'responses')) return readDocument(root, outline, onFault);
    if (Array.isArray(root.value['value'])) return { responses: readSearchResults(memberOf(root, 'value')) };
    if (Array.isArray(root.value['results'])) return { responses: readHubSpotBatch(root, outline.bodies) };
  }
  throw errorAt(root, 'shape', 'is not a known form of a multi-status document');
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
  const faulty = nodes.length - responses.length;
  return checkComplete(document, { pointer: '/summary/total' }, { faulty, onFault });
}

/** @throws {DocumentError} of rule `shape` if a count is missing or not a non-negative integer. */
export function readSummary(node: JsonNode): Summary {
  return {
    total: wholeNumberOf(memberOf(node, 'total')),
    succeeded: wholeNumberOf(memberOf(node, 'succeeded')),
    failed: wholeNumberOf(memberOf(node, 'failed')),
    other: wholeNumberOf(memberOf(node, 'other')),
  };
}
