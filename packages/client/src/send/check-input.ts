import { describeKind } from './describe-kind.js';
import { Reference } from './reference.js';

/**
 * Checks the parts of an operation that have another type in TypeScript than in JavaScript.
 *
 * @throws {TypeError} naming the part, what it must be, and what it is.
 */
export function checkInput(url: unknown, headers: unknown, dependsOn: unknown): void {
  if (typeof url !== 'string' && !isPath(url)) {
    throw new TypeError(`The URL must be a string or made with path\`...\`, got ${describeKind(url)}`);
  }
  // A Headers has no own members, so its content would be lost.
  if (typeof headers !== 'object' || headers === null || Symbol.iterator in headers) {
    throw new TypeError(
      `operation.headers must be an object such as { 'if-match': '"a"' }, got ${describeKind(headers)}`,
    );
  }
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string' && !(value instanceof Reference)) {
      throw new TypeError(
        `operation.headers.${name} must be a string or a reference, got ${describeKind(value)}`,
      );
    }
  }
  if (!Array.isArray(dependsOn)) {
    throw new TypeError(
      `operation.dependsOn must be an array of operations and names of groups, got ${describeKind(dependsOn)}`,
    );
  }
}

function isPath(url: unknown): boolean {
  return typeof (Object(url) as { readonly template?: unknown }).template === 'string';
}
