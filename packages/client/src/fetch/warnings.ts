import { valueAt } from '@multistatus/wire';
import type { BatchError } from '../batch-error.js';
import type { Call } from './call.js';
import type { UnfitHeader } from './call-headers.js';
import { commonHeaders } from './lift-headers.js';

/** Reports what headers prevent: that calls are sent in batches. */
export interface Warnings {
  /** Reports a header, if there is one, because of which no batch can carry a call. */
  noteUnfit(header: UnfitHeader | undefined): void;
  /** Reports the headers because of which the server has refused a batch. Its operations are then sent alone. */
  noteRefusal(error: BatchError): void;
  /** Reports the groups of one window that have a single call, because it differs from the others in a header. */
  noteGroups(groups: readonly (readonly Call[])[], inherited: ReadonlySet<string>): void;
}

/** Creates the warnings of one `batchFetch`. Each header is reported once. */
export function createWarnings(onWarn: (message: string) => void): Warnings {
  const warned = new Set<string>();
  const warn = (name: string, reason: string): void => {
    if (warned.has(name)) return;
    warned.add(name);
    onWarn(`batchFetch sends calls alone because of their header ${name}: ${reason}`);
  };
  return {
    noteUnfit: (header) => {
      if (header !== undefined) warn(header.name, header.reason);
    },
    noteRefusal: ({ problem }) => {
      for (const name of refusedNames(problem)) warn(name, 'the server refuses it in an operation');
    },
    noteGroups: (groups, inherited) => {
      for (const [index, group] of groups.entries()) {
        const [call, second] = group;
        const other = (groups[index - 1] ?? groups[index + 1])?.[0];
        if (call === undefined || second !== undefined || other === undefined) continue;
        for (const name of differingNames(call, other, inherited)) {
          warn(
            name,
            'operations inherit it from their batch, so calls with different values cannot share one',
          );
        }
      }
    },
  };
}

/** Returns the names of the headers that a problem says are denied. */
function refusedNames(problem: unknown): string[] {
  const errors = valueAt(problem, ['errors']);
  return (Array.isArray(errors) ? (errors as unknown[]) : []).flatMap((error) => {
    const pointer = valueAt(error, ['pointer']);
    if (valueAt(error, ['code']) !== 'denied-header' || typeof pointer !== 'string') return [];
    return /\/headers\/([^/]+)$/.exec(pointer)?.[1] ?? [];
  });
}

function differingNames(one: Call, other: Call, inherited: ReadonlySet<string>): string[] {
  const [first, second] = [one, other].map(({ headers }) => new Map(commonHeaders(headers, inherited)));
  const names = new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])]);
  return [...names].filter((name) => first?.get(name) !== second?.get(name));
}
