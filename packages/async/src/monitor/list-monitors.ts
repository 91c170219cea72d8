import type { EnvelopeRequest, EnvelopeResponse } from '@multistatus/core/adapter';
import { negotiatedHeaders, pathOf } from '@multistatus/core/adapter';
import type { BatchRecord } from '@multistatus/journal';
import { readAbout } from '../stored/record-about.js';
import type { MonitorScope } from './monitor-scope.js';
import { progressOf, statusOf } from './monitor-state.js';

/** The latest time that a date can have, in milliseconds since 1970. Some stores know no later ones. */
const MAX_TIME = 8_640_000_000_000_000;
/** Monitors of a page. */
const PAGE_SIZE = 50;

/** Returns the answer to a GET of the monitors of a client, newest first. */
export async function listMonitors(
  { endpoints, first }: MonitorScope,
  request: EnvelopeRequest,
  client: string,
): Promise<EnvelopeResponse> {
  const query = request.url.indexOf('?');
  const before = Number(new URLSearchParams(query === -1 ? '' : request.url.slice(query)).get('before'));
  const { records } = first.batches;
  const page = await records.list(client, PAGE_SIZE, before > 0 && before <= MAX_TIME ? before : undefined);
  const report = first.reportOf(request);
  const monitors = page.flatMap((record) => {
    try {
      const { endpoint, head } = readAbout(record.about);
      const later = endpoints.get(endpoint);
      return later === undefined ? [] : [entryOf(record, `${later.monitorsPath(head)}/${record.ref}`)];
    } catch (error) {
      // Another version of this library may have written it: the others can be listed all the same.
      report(error);
      return [];
    }
  });
  const last = page.length < PAGE_SIZE ? undefined : page.at(-1)?.createdAt;
  const path = `${first.endpoint.basePath}${pathOf(request.url)}`;
  const next = last === undefined ? undefined : `${path}?before=${last}`;
  return {
    status: 200,
    headers: {
      ...negotiatedHeaders(request.responseHeaders),
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
    },
    body: JSON.stringify({ monitors, next }),
  };
}

function entryOf(record: BatchRecord, monitor: string): object {
  const { createdAt, endedAt, expiresAt } = record;
  return {
    monitor,
    status: statusOf(record),
    createdAt: toText(createdAt),
    endedAt: endedAt === undefined ? undefined : toText(endedAt),
    expiresAt: expiresAt === undefined ? undefined : toText(expiresAt),
    progress: progressOf(record),
  };
}

function toText(time: number): string {
  return new Date(time).toISOString();
}
