import { firstValue, isOmittedHeader, valueAt } from '@multistatus/wire';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { Reference } from '../operation/operation.js';
import { toBody } from '../operation/to-body.js';
import { UnresolvedReference } from './unresolved-reference.js';

/** Headers that operations may always refer to, even if the document omits them. */
const ALWAYS_EXPOSED: ReadonlySet<string> = new Set(['content-type', 'location', 'etag']);
/** Caches parsed bodies: many operations may refer to the same response. */
const parsedBodies = new WeakMap<OperationAnswer, unknown>();

/**
 * Returns the value that a reference points to, in the response as it was sent.
 *
 * @throws {UnresolvedReference} if there is no such value, or it cannot be inserted into an operation: an object, an array,
 *   or a number beyond the safe integers, which JSON parsers round.
 */
export function referredValue(
  { from, value }: Reference,
  answer: OperationAnswer,
  exposedHeaders?: ReadonlySet<string>,
): string | number | boolean | null {
  const name = value[0] === 'headers' ? (value[1]?.toLowerCase() ?? '') : '';
  const isExposed =
    name === '' || exposedHeaders === undefined || exposedHeaders.has(name) || ALWAYS_EXPOSED.has(name);
  const found = !isExposed
    ? undefined
    : valueAt(find(value[0], value.slice(1), answer), value.slice(value[0] === 'headers' ? 2 : 1));
  const pointer = `/${value.join('/')}`.slice(0, 100);
  if (found === undefined) throw new UnresolvedReference(from, `The response of ${from} has no ${pointer}`);
  if (typeof found === 'object' && found !== null) {
    throw new UnresolvedReference(
      from,
      `${pointer} of the response of ${from} is an object or array, not a single value`,
    );
  }
  if (typeof found === 'number' && !(Number.isFinite(found) && Math.abs(found) <= Number.MAX_SAFE_INTEGER)) {
    const detail = `${pointer} of the response of ${from} is a number too large to be exact; send it as a string`;
    throw new UnresolvedReference(from, detail);
  }
  return found as string | number | boolean | null;
}

/** Returns the status, the body, or the one header field that `names` begins with. */
function find(member: string | undefined, names: readonly string[], answer: OperationAnswer): unknown {
  if (member === 'status') return answer.status;
  if (member === 'body') return bodyOf(answer);
  const name = names[0]?.toLowerCase() ?? '';
  return isOmittedHeader(name) || !Object.hasOwn(answer.headers, name) ? undefined : answer.headers[name];
}

function bodyOf(answer: OperationAnswer): unknown {
  if (parsedBodies.has(answer)) return parsedBodies.get(answer);
  const body = toBody(answer.body, firstValue(answer.headers['content-type']));
  const value: unknown = body?.encoding === 'json' ? JSON.parse(body.text) : body?.text;
  parsedBodies.set(answer, value);
  return value;
}
