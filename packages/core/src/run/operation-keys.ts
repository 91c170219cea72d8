import { isSafeMethod, parseBase } from '@multistatus/wire';
import type { Operation } from '../operation/operation.js';
import { deriveKeys } from './derive-keys.js';
import { sha256 } from './sha256.js';

/**
 * Returns the Idempotency-Key of each operation that changes something and has none of its own, by its index. `key` is that
 * of the batch.
 *
 * An operation without a name is identified by its method, URL, own headers and body, as the client sent them. A value from
 * another operation may differ each time, so that operation takes its place.
 */
export function operationKeys(
  operations: readonly Operation[],
  key: string,
): Promise<ReadonlyMap<number, string>> {
  const contentOf = contentsOf(operations);
  const keyed = operations.filter(
    ({ method, headers }) => !(isSafeMethod(method) || Object.hasOwn(headers, 'idempotency-key')),
  );
  return deriveKeys(
    keyed.map((operation) => ({
      index: operation.index,
      name: nameOf(operation),
      toContent: () => contentOf(operation),
    })),
    key,
  );
}

function nameOf({ clientId, id, isNamed }: Operation): string | undefined {
  return clientId ?? (isNamed === true ? id : undefined);
}

/** Returns the function that returns the content of an operation as JSON. */
function contentsOf(operations: readonly Operation[]): (operation: Operation) => Promise<string> {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const contents = new Map<Operation, Promise<string>>();
  const contentOf = (operation: Operation): Promise<string> => {
    const known = contents.get(operation);
    if (known !== undefined) return known;
    const content = toContent(operation, sourceOf);
    contents.set(operation, content);
    return content;
  };
  const sourceOf = async (id: string): Promise<Source> => {
    const operation = byId.get(id);
    const name = operation === undefined ? id : nameOf(operation);
    if (name !== undefined || operation === undefined) return { name: name ?? id };
    return { sha256: await sha256(await contentOf(operation)) };
  };
  return contentOf;
}

/** The operation that a value comes from, regardless of its position in the batch. */
type Source = { readonly name: string } | { readonly sha256: string };

async function toContent(
  { method, url, headers, body, references }: Operation,
  sourceOf: (id: string) => Promise<Source>,
): Promise<string> {
  const base = parseBase(url);
  const taken = references.map(async ({ at, from, value }) => [at, await sourceOf(from), value]);
  return JSON.stringify([
    method,
    base === undefined ? url : [await sourceOf(base.id), base.rest],
    Object.entries(headers).sort(([one], [other]) => (one < other ? -1 : 1)),
    body === undefined ? null : await sha256(body),
    (await Promise.all(taken)).map((reference) => JSON.stringify(reference)).sort(),
  ]);
}
