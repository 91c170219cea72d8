import type { OperationGroup } from '@multistatus/core';

/** Returns a group as it is passed to the option `transaction`. */
export function groupOf(signal: AbortSignal = new AbortController().signal): OperationGroup {
  return { name: 'group', operations: [], signal };
}
