import type { Problem } from '@multistatus/document';
import type { Operation } from '../operation/operation.js';

/** An operation that was sent on a line of its own. A class for the same reason as `AnsweredOutcome`. */
export class Line {
  /** It has a `refusal` if the line is not valid. */
  readonly operation: Operation;
  /** True if the client chose its id, so that others can depend on it. */
  readonly hasId: boolean;
  /** The number of the line, from 1. */
  readonly number: number;
  readonly bytes: number;

  constructor(
    operation: Operation,
    hasId: boolean,
    { line, bytes }: { readonly line: number; readonly bytes: number },
  ) {
    this.operation = operation;
    this.hasId = hasId;
    this.number = line;
    this.bytes = bytes;
  }
}

const NO_ENTRIES: readonly never[] = [];

/** Returns the operation that stands for a line that could not be read, and for the lines after the last that was read. */
export function unreadOperation(index: number, refusal?: Problem): Operation {
  return {
    index,
    id: `~${index}`,
    refusal,
    method: '',
    url: '',
    headers: {},
    dependencies: NO_ENTRIES,
    references: NO_ENTRIES,
  };
}

/** Returns an operation that does not run, because its line is not valid. A group of which it is a member fails with it. */
export function refused(operation: Operation, refusal: Problem): Operation {
  const { index, id, method, url, atomicityGroup } = operation;
  return { ...unreadOperation(index, refusal), id, method, url, atomicityGroup };
}
