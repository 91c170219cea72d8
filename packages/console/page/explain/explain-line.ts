import type { Inspection } from '@multistatus/inspect';
import type { RowState } from '../model/row.js';

/** One response of a 207, as a line of the table. */
export interface ExplainLine {
  readonly state: RowState;
  readonly status: string;
  readonly id: string;
  readonly resource: string;
  readonly description: string;
}

const ITEM_HREF = 'urn:multistatus:item:';

/** Returns the number of lines: one for each response, those that cannot be read included. */
export function countLines({ responses, unreadable }: Inspection): number {
  return responses.length + unreadable.length;
}

/** Returns the line with a number from 0: first the responses that cannot be read, then those that failed. */
export function lineAt({ responses, unreadable }: Inspection, number: number): ExplainLine | undefined {
  const faulty = unreadable[number];
  if (faulty !== undefined) {
    const { id = '', hrefs, where, message } = faulty;
    return {
      state: 'failed',
      status: 'unreadable',
      id,
      resource: toResource(hrefs) || where,
      description: message,
    };
  }
  const report = responses[number - unreadable.length];
  if (report === undefined) return undefined;
  const { outcome, status, reason, removed, id = '', hrefs, description = reason } = report;
  return {
    state: outcome,
    status: removed === true ? 'removed' : status === null ? 'exists' : String(status),
    id,
    resource: toResource(hrefs),
    description,
  };
}

/** In a batch of another service, resources have no href, so the reader has created one from the position. */
function toResource(hrefs: readonly string[]): string {
  const [href = '', ...others] = hrefs;
  const name = href.startsWith(ITEM_HREF) ? `item ${href.slice(ITEM_HREF.length)}` : href;
  return others.length === 0 ? name : `${name} and ${others.length} more`;
}
