export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

// Content may report anything: a body, the properties of a record, a property of WebDAV, what a procedure returned.
const CONTENT = new Set([
  ...['body', 'headers', 'httpHeaders', 'properties', 'attributes', 'resource', 'resourceBody'],
]);

const MARKS: readonly Readonly<Record<string, Json>>[] = [
  { status: 500 },
  { status: '404' },
  { status: 'failed' },
  { status: { code: '412' } },
  { statusCode: 404 },
  { http_status: '503 Service Unavailable' },
  { success: false },
  { ok: false },
  { isSuccess: 'false' },
  { error: 'no' },
  { error: { message: 'no' } },
  { error: true },
  { errors: ['no'] },
  { errors: [{ index: 0, message: 'no' }] },
  { errors: { a: ['no'] } },
  { errorMessage: 'no' },
  { errorCode: 17 },
  { failed: 1 },
  { failed: ['a'] },
  { hasErrors: true },
  { numErrors: 2 },
  { failure_count: '1' },
  { exception: { message: 'no' } },
  { UnprocessedItems: { Photos: [{}] } },
  { state: 'ABORTED' },
  { type: 'error' },
];

/** Returns a copy of a document in which one of its objects, outside of content, reports a failure. */
export function plantFailure(document: Json, place: number, mark: number): Json {
  const objects = objectsIn(document);
  const chosen = objects[place % objects.length];
  const members = MARKS[mark % MARKS.length];
  const copy = (value: Json): Json => {
    if (isList(value)) return value.map(copy);
    if (!isObject(value)) return value;
    const copied = Object.entries(value).map(([name, member]) => [name, copy(member)]);
    return { ...(Object.fromEntries(copied) as Record<string, Json>), ...(value === chosen ? members : {}) };
  };
  // A document that is an array gets another outcome, which is the failure.
  return chosen === undefined ? [members ?? null] : copy(document);
}

function objectsIn(value: Json, name = ''): Json[] {
  if (isList(value)) return value.flatMap((item) => objectsIn(item));
  if (!isObject(value)) return [];
  const inner = Object.entries(value).filter(([member]) => !isContent(member, name, value));
  return [value, ...inner.flatMap(([member, each]) => objectsIn(each, member))];
}

function isContent(member: string, name: string, parent: { readonly [name: string]: Json }): boolean {
  const isReturned = (member === 'data' && name === 'result') || (member === 'result' && 'jsonrpc' in parent);
  return isReturned || CONTENT.has(member);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}
