import { JsonScanner } from './json-scanner.js';

/** How many bytes are checked between two pauses. */
const STEP_LENGTH = 65_536;

/**
 * Checks whether UTF-8 is JSON (RFC 8259) that is at most `maxDepth` levels deep, in steps: yields after each 64 KiB. Accepts
 * what `JSON.parse` accepts. Unlike `JSON.parse`, it needs hardly any memory, and a long text does not block the event loop.
 * What is not UTF-8 is not JSON.
 */
export function* checkJson(bytes: Uint8Array, maxDepth: number): Generator<void, boolean, undefined> {
  const scanner = new JsonScanner(bytes, maxDepth);
  for (let end = STEP_LENGTH; end < bytes.length; end += STEP_LENGTH) {
    if (!scanner.scan(end)) return false;
    yield;
  }
  return scanner.scan(bytes.length) && scanner.isComplete;
}
