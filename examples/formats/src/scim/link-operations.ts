import type { Problem } from '@multistatus/document';
import { encodePath } from '../encode-path.js';
import { findCircles } from './find-circles.js';
import { findFault } from './find-fault.js';
import { findMentions, toUrlTemplate } from './find-mentions.js';
import type { BulkOperation } from './read-bulk.js';

/** An operation with what it takes from others, or with the problem for which it is refused. */
export interface LinkedOperation {
  /** Relative to the SCIM root, with a slash in front. */
  readonly url: string;
  /** For each id that it takes: where it is inserted, and the index of the operation that creates what has the id. */
  readonly references: readonly { readonly at: string; readonly from: number }[];
  readonly refusal?: Problem | undefined;
}

/** Finds what each operation takes from others, and refuses those that cannot run: the others do. Takes linear time. */
export function linkOperations(operations: readonly BulkOperation[]): LinkedOperation[] {
  const creators = new Map<string, number>();
  const faults = operations.map((operation, index) => {
    const fault = findFault(operation);
    const { method, bulkId = '' } = operation;
    if (fault !== undefined || method !== 'POST') return fault;
    if (creators.has(bulkId)) return `Another POST has the bulkId ${bulkId}`;
    creators.set(bulkId, index);
    return undefined;
  });
  const linked = operations.map((operation, index) => link(operation, faults[index], creators));
  const circles = findCircles(linked.map(({ references }) => references.map(({ from }) => from)));
  return linked.map((each, index) => {
    if (!circles.has(index)) return each;
    const detail = 'The references of this operation lead into a circle: nothing in it can be created first';
    return refuse(operations[index]?.path, { title: 'Conflict', status: 409, detail });
  });
}

function link(
  { path = '/', data = {} }: BulkOperation,
  fault: string | undefined,
  creators: ReadonlyMap<string, number>,
): LinkedOperation {
  const invalid = (detail: string): LinkedOperation =>
    refuse(path, { title: 'Bad Request', status: 400, scimType: 'invalidValue', detail });
  if (fault !== undefined) return invalid(fault);
  const { url, mentions } = toUrlTemplate(path);
  const references: { at: string; from: number }[] = [];
  for (const { at, bulkId } of [...mentions, ...findMentions(data)]) {
    const from = creators.get(bulkId);
    if (from === undefined) return invalid(`No POST that can run has the bulkId ${bulkId}`);
    references.push({ at, from });
  }
  return { url, references };
}

/** The core checks URLs also of operations that do not run, so that each has one in the answer. */
function refuse(
  path: string | undefined,
  problem: {
    readonly title: string;
    readonly status: number;
    readonly scimType?: string;
    readonly detail: string;
  },
): LinkedOperation {
  return {
    url: path?.startsWith('/') ? encodePath(path) : '/',
    references: [],
    refusal: { type: 'about:blank', executed: false, ...problem },
  };
}
