import { BatchScanner } from './batch-scanner.js';

/** How many bytes are scanned in one step. That takes about a tenth of a millisecond. */
const STEP_LENGTH = 65_536;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** A batch that was scanned. */
export interface ScannedBatch {
  /** As in `DecodedBatch`. A body that is an object or array may be `{}` here. */
  readonly value: unknown;
  /** Returns the body of a request, exactly as it was sent, in UTF-8: a part of the bytes of the batch. */
  readonly bodyAt: (index: number) => Uint8Array;
}

/**
 * Reads a batch in JSON without parsing the bodies in it, in steps. Returns `undefined` for a batch that has to be parsed as a whole:
 * if it is not valid, the parser finds out why.
 */
export function* scanBatch(
  bytes: Uint8Array,
  maxJsonDepth: number,
): Generator<void, ScannedBatch | undefined, undefined> {
  const scanner = new BatchScanner(bytes, maxJsonDepth);
  for (let end = STEP_LENGTH; end < bytes.length; end += STEP_LENGTH) {
    if (!scanner.scan(end)) return undefined;
    yield;
  }
  if (!scanner.scan(bytes.length) || !scanner.isComplete) return undefined;
  const { bodies } = scanner;
  const outline = bodies.outlineOf(bytes);
  // Pauses before and after: to parse is one step, however long the outline is.
  if (outline.length >= STEP_LENGTH) yield;
  const value = parseOutline(outline);
  if (outline.length >= STEP_LENGTH) yield;
  if (value === undefined) return undefined;
  return { value, bodyAt: (index) => bodies.bodyIn(bytes, index) };
}

/** Returns the value of JSON in UTF-8; `undefined` for anything else. */
function parseOutline(outline: Uint8Array): unknown {
  try {
    return JSON.parse(UTF8.decode(outline));
  } catch {
    return undefined;
  }
}
