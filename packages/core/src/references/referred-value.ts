import { firstValue, isLeftOutHeader, valueAt } from '@multistatus/wire';
import type { OperationAnswer } from '../operation/dispatch.js';
import type { Reference } from '../operation/operation.js';
import { toBody } from '../operation/to-body.js';
import { UnresolvedReference } from './unresolved-reference.js';

/** What operations may refer to whatever the document leaves out. */
const ALWAYS: ReadonlySet<string> = new Set(['content-type', 'location', 'etag']);
/** Many operations may refer to one response: it is parsed once. */
const parsedBodies = new WeakMap<OperationAnswer, unknown>();

/**
 * Gives the value that a reference points to in a response, as the response is written on the wire.
 *
 * @throws {UnresolvedReference} if there is none, or none that can be carried: an object, an array, a number that
 *   JSON readers round.
 */
export function referredValue(
  { from, value }: Reference,
  answer: OperationAnswer,
  exposedHeaders?: ReadonlySet<string>,
): string | number | boolean | null {
  const name = value[0] === 'headers' ? (value[1]?.toLowerCase() ?? '') : '';
  const isKept = name === '' || exposedHeaders === undefined || exposedHeaders.has(name) || ALWAYS.has(name);
  const found = !isKept
    ? undefined
    : valueAt(find(value[0], value.slice(1), answer), value.slice(value[0] === 'headers' ? 2 : 1));
  const place = `/${value.join('/')}`.slice(0, 100);
  if (found === undefined) throw new UnresolvedReference(from, `The response of ${from} has no ${place}`);
  if (typeof found === 'object' && found !== null) {
    throw new UnresolvedReference(from, `${place} of the response of ${from} is no single value`);
  }
  if (typeof found === 'number' && !(Number.isFinite(found) && Math.abs(found) <= Number.MAX_SAFE_INTEGER)) {
    const detail = `${place} of the response of ${from} is a number too great to be exact; send it as string`;
    throw new UnresolvedReference(from, detail);
  }
  return found as string | number | boolean | null;
}

/** The part of a response that the first token names; of the headers that one field which the second token names. */
function find(member: string | undefined, rest: readonly string[], answer: OperationAnswer): unknown {
  if (member === 'status') return answer.status;
  if (member === 'body') return bodyOf(answer);
  const name = rest[0]?.toLowerCase() ?? '';
  return isLeftOutHeader(name) || !Object.hasOwn(answer.headers, name) ? undefined : answer.headers[name];
}

function bodyOf(answer: OperationAnswer): unknown {
  if (parsedBodies.has(answer)) return parsedBodies.get(answer);
  const body = toBody(answer.body, firstValue(answer.headers['content-type']));
  const value: unknown = body?.encoding === 'json' ? JSON.parse(body.text) : body?.text;
  parsedBodies.set(answer, value);
  return value;
}
