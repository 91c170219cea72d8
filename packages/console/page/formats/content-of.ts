import { endpointState } from '../model/endpoint.js';
import { hasArrived } from '../model/row.js';
import type { Run } from '../model/run.js';
import { readPageConfig } from '../page-config.js';
import type { FormatContent } from './write-formats.js';

/** Returns what the answer of a run contains so far. */
export function contentOf(run: Run): FormatContent {
  const { origin, pathname } = new URL(readPageConfig().endpoint);
  const rows = run.rows.all.filter(hasArrived);
  return {
    rows,
    isComplete: rows.length === run.operations.length,
    place: { origin, basePath: endpointState.value?.description?.basePath ?? '' },
    operationsPath: `${pathname.replace(/\/$/, '')}/operations/`,
  };
}
