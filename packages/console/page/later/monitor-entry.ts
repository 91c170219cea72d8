import type { BatchProgress } from '@multistatus/client';
import { valueAt } from '@multistatus/wire';
import type { RowState } from '../model/row.js';

/** What a monitor says of its batch. */
export type MonitorStatus = 'running' | 'cancelling' | 'finished' | 'cancelled';

/** A batch that is answered later, as the list of monitors has it. */
export interface MonitorEntry {
  /** The absolute URL of its monitor, of the same origin as the endpoint. */
  readonly url: string;
  readonly status: MonitorStatus;
  readonly createdAt: Date;
  readonly endedAt: Date | undefined;
  readonly expiresAt: Date | undefined;
  readonly progress: BatchProgress;
}

/** A part of the list of monitors. */
export interface MonitorPage {
  readonly entries: readonly MonitorEntry[];
  /** The URL of the next part; `undefined` if there is none. */
  readonly next: string | undefined;
}

const STATUSES: readonly unknown[] = [
  'running',
  'cancelling',
  'finished',
  'cancelled',
] satisfies MonitorStatus[];

/** Reads a list of monitors; `undefined` if it is not one. Monitors of another origin are omitted, so that they never get the access headers. */
export function readMonitorPage(value: unknown, list: string): MonitorPage | undefined {
  const monitors = valueAt(value, ['monitors']);
  if (!Array.isArray(monitors)) return undefined;
  const entries = monitors.flatMap((monitor: unknown) => readEntry(monitor, list) ?? []);
  return { entries, next: ownUrl(valueAt(value, ['next']), list) };
}

function readEntry(value: unknown, list: string): MonitorEntry | undefined {
  const url = ownUrl(valueAt(value, ['monitor']), list);
  const status = valueAt(value, ['status']);
  const createdAt = dateOf(valueAt(value, ['createdAt']));
  if (url === undefined || createdAt === undefined || !STATUSES.includes(status)) return undefined;
  const number = (name: string): number => {
    const count = valueAt(value, ['progress', name]);
    return Number.isSafeInteger(count) && (count as number) >= 0 ? (count as number) : 0;
  };
  return {
    url,
    status: status as MonitorStatus,
    createdAt,
    endedAt: dateOf(valueAt(value, ['endedAt'])),
    expiresAt: dateOf(valueAt(value, ['expiresAt'])),
    progress: {
      total: number('total'),
      done: number('done'),
      succeeded: number('succeeded'),
      failed: number('failed'),
      other: number('other'),
      percent: number('percent'),
    },
  };
}

function ownUrl(value: unknown, list: string): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value, list)) return undefined;
  const url = new URL(value, list);
  return url.origin === new URL(list).origin ? url.href : undefined;
}

function dateOf(value: unknown): Date | undefined {
  const date = typeof value === 'string' ? new Date(value) : undefined;
  return date === undefined || Number.isNaN(date.getTime()) ? undefined : date;
}

/** Checks whether a batch has ended. */
export function hasEnded({ status }: Pick<MonitorEntry, 'status'>): boolean {
  return status === 'finished' || status === 'cancelled';
}

/** Returns the state of a batch: `succeeded` only if no operation has failed. */
export function stateOf({ status, progress }: Pick<MonitorEntry, 'status' | 'progress'>): RowState {
  if (status === 'cancelled') return 'other';
  if (status !== 'finished') return 'pending';
  return progress.failed > 0 ? 'failed' : 'succeeded';
}
