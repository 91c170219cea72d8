import { isObject } from '@multistatus/wire';

/** Names the request that an error of a changeset, or one of its details, is about. OpenUI5 shows the message at its entity. */
const ANNOTATION = '@Org.OData.Core.V1.ContentID';

interface ErrorObject {
  readonly message?: unknown;
  readonly details?: unknown;
}

/**
 * Returns the error of a changeset, annotated with the Content-ID of the request that has failed, which the app does not know. A body
 * that is not an error of OData 4, or is annotated already, is returned as it is.
 */
export function withContentId(json: Uint8Array, contentId: string): Uint8Array {
  const document = parse(json);
  if (!isObject(document) || !isObject(document['error'])) return json;
  const error: ErrorObject = document['error'];
  // In OData 2.0 the message is an object, and there are no annotations.
  if (typeof error.message !== 'string' || isAnnotated(error)) return json;
  const details = Array.isArray(error.details)
    ? error.details.map((detail: unknown) => annotate(detail, contentId))
    : error.details;
  const annotated = { ...document, error: { ...annotate(error, contentId), details } };
  return new TextEncoder().encode(JSON.stringify(annotated));
}

function annotate<Value>(value: Value, contentId: string): Value {
  return isObject(value) && !isAnnotated(value) ? { ...value, [ANNOTATION]: contentId } : value;
}

/** The app may use an alias of the namespace. */
function isAnnotated(value: object): boolean {
  return Object.keys(value).some((name) => name.startsWith('@') && name.endsWith('.ContentID'));
}

function parse(json: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(json));
  } catch {
    return undefined;
  }
}
