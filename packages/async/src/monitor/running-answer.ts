import { type EnvelopeRequest, type EnvelopeResponse, negotiatedHeaders } from '@multistatus/core/adapter';
import type { BatchRecord } from '@multistatus/journal';
import { progressOf, retryAfterSeconds, statusOf } from './monitor-state.js';
import { type MonitorBody, writeMonitorXml } from './write-monitor.js';

/** What the answer to a request that has not ended depends on. */
export interface RunningContext {
  readonly request: Pick<EnvelopeRequest, 'responseHeaders'>;
  /** The path of the monitor, as the client sees it. */
  readonly monitor: string;
  readonly isXml: boolean;
  /** False if the request is lost when the server stops. */
  readonly isDurable: boolean;
  /** The honoured preferences, if this answers the request itself. @defaultValue none */
  readonly applied?: readonly string[] | undefined;
}

/** Returns the 202 of a request that has been accepted: where its monitor is, and how far it is. */
export function runningAnswer(record: BatchRecord, context: RunningContext): EnvelopeResponse {
  const { request, monitor, isXml, isDurable, applied = [] } = context;
  const seconds = retryAfterSeconds(record);
  const body: MonitorBody = {
    status: statusOf(record),
    monitor,
    retryAfterSeconds: seconds,
    queued: record.startedAt === undefined && record.endedAt === undefined ? true : undefined,
    durable: isDurable ? undefined : false,
    createdAt: new Date(record.createdAt).toISOString(),
    progress: progressOf(record),
  };
  return {
    status: 202,
    headers: {
      ...negotiatedHeaders(request.responseHeaders, applied),
      'cache-control': 'no-store',
      location: monitor,
      'retry-after': String(seconds),
      'content-type': `application/${isXml ? 'xml' : 'json'}; charset=utf-8`,
    },
    body: isXml ? writeMonitorXml(body) : JSON.stringify(body),
  };
}
