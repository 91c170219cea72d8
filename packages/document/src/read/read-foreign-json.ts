// Answers of other services that report several results, but identify none of them by an href.

import type { MultistatusResponse, StatusResponse } from '../multistatus.js';
import { omitUndefined } from '../omit-undefined.js';
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
import type { JsonSpan } from './outline-json.js';
import { readJsonId, readJsonStatus, readJsonText } from './read-json-response.js';
import { toItemHref } from './to-item-href.js';

// HubSpot sends a category instead of a status code.
const HUBSPOT_STATUS: Readonly<Record<string, number>> = {
  OBJECT_NOT_FOUND: 404,
  OBJECT_ALREADY_EXISTS: 409,
  CONFLICT: 409,
  MISSING_SCOPES: 403,
  RATE_LIMITS: 429,
};

/** Reads the `value` of an index operation of Azure AI Search: a key, a status code and a message per document. */
export function readSearchResults(value: JsonNode): MultistatusResponse[] {
  return itemsOf(value).map((node) => {
    const id = readJsonId(memberOf(node, 'key'));
    const status = readJsonStatus(memberOf(node, 'statusCode'));
    const isSuccess = memberOf(node, 'status');
    if (isSuccess.value !== (status >= 200 && status < 300)) {
      throw errorAt(isSuccess, 'shape', 'contradicts the statusCode');
    }
    const description = optional(memberOf(node, 'errorMessage'), readJsonText);
    return omitUndefined({ id, href: toItemHref(id), status, description });
  });
}

/** Reads the answers of a tRPC batch, in the order of the calls. Each answer becomes the body of a response. */
export function readTrpcBatch(root: JsonNode, bodies: readonly JsonSpan[]): MultistatusResponse[] {
  return itemsOf(root).map((node, index) => {
    const item = bodyOf(node, bodies);
    const base = { index, href: toItemHref(index), body: { encoding: 'json' as const, text: item.text } };
    const error = memberOf(item, 'error');
    if (error.value === undefined) {
      if (!isObject(item.value) || !Object.hasOwn(item.value, 'result')) {
        throw errorAt(item, 'X8', 'has neither a result nor an error');
      }
      return { ...base, status: 200 };
    }
    // A data transformer such as superjson wraps the error.
    const json = memberOf(error, 'json');
    const inner = json.value === undefined ? error : json;
    const status = optional(memberOf(memberOf(inner, 'data'), 'httpStatus'), readJsonStatus) ?? 500;
    if (status < 400) throw errorAt(error, 'shape', 'has a status below 400');
    return omitUndefined({
      ...base,
      status,
      description: optional(memberOf(inner, 'message'), readJsonText),
    });
  });
}

/** Reads the `results` of a HubSpot batch, each with status 200, then its `errors`. */
export function readHubSpotBatch(root: JsonNode, bodies: readonly JsonSpan[]): MultistatusResponse[] {
  const state = memberOf(root, 'status');
  if (state.value !== undefined && state.value !== 'COMPLETE') {
    throw errorAt(state, 'shape', 'says that the batch is not complete');
  }
  const errors = memberOf(root, 'errors');
  const failed = optional(memberOf(root, 'numErrors'), wholeNumberOf);
  if (errors.value === undefined && failed === undefined) {
    throw errorAt(root, 'shape', 'does not say what failed: there are results without errors');
  }
  if ((failed ?? 0) > 0 && (errors.value === undefined || itemsOf(errors).length === 0)) {
    throw errorAt(root, 'shape', 'counts errors but does not list them');
  }
  const results = itemsOf(memberOf(root, 'results')).map((node, index): StatusResponse => {
    const item = bodyOf(node, bodies);
    const id = optional(memberOf(item, 'id'), readJsonId);
    const body = { encoding: 'json' as const, text: item.text };
    return omitUndefined({ id, href: toItemHref(id ?? index), status: 200, body });
  });
  return [...results, ...(optional(errors, itemsOf) ?? []).map(readHubSpotError)];
}

function readHubSpotError(node: JsonNode, index: number): MultistatusResponse {
  const category = optional(memberOf(node, 'category'), stringOf) ?? '';
  const status = Object.hasOwn(HUBSPOT_STATUS, category) ? (HUBSPOT_STATUS[category] ?? 400) : 400;
  const description = readJsonText(memberOf(node, 'message'));
  const ids = optional(memberOf(memberOf(node, 'context'), 'ids'), itemsOf) ?? [];
  const [href = toItemHref(`error-${index}`), second, ...others] = new Set(
    ids.map((id) => toItemHref(readJsonId(id))),
  );
  return second === undefined
    ? { href, status, description }
    : { hrefs: [href, second, ...others], status, description };
}

function bodyOf(node: JsonNode, bodies: readonly JsonSpan[]): JsonNode & { readonly text: string } {
  const text = bodies[node.value as number]?.text ?? '';
  return { ...node, value: JSON.parse(text) as unknown, text };
}
