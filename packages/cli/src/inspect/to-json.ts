import { type Inspection, SECRET_FIELDS } from '@multistatus/inspect';
import type { ExitCode } from '../exit-code.js';
import { makeJsonSafe } from '../terminal/make-safe.js';

/** The version of the output of `--json`: increased if a member is removed or changes its meaning. */
export const JSON_VERSION = 1;

/** Returns the output of `inspect --json`. The README describes each member. */
export function toInspectionJson(
  source: string,
  inspections: readonly Inspection[],
  exitCode: ExitCode,
): string {
  const shape = { version: JSON_VERSION, source, exitCode, documents: inspections.map(toDocument) };
  return `${makeJsonSafe(JSON.stringify(shape, null, 2))}\n`;
}

/** Converts one inspection to a member of `documents`. Unknown values are null. */
export function toDocument({
  exchange: { request, response },
  format,
  bytes,
  requests,
  counts,
  responses,
  unreadable,
  findings,
}: Inspection): object {
  return {
    request: request === undefined ? null : { method: request.method, url: request.url },
    response:
      response === undefined
        ? null
        : {
            status: response.status,
            reason: response.reason,
            httpVersion: response.httpVersion,
            headers: response.headers.filter(([name]) => !SECRET_FIELDS.has(name.toLowerCase())),
            startedAt: response.startedAt ?? null,
            totalMs: response.totalMs ?? null,
          },
    format: format ?? null,
    bytes: bytes ?? null,
    ...(requests === undefined
      ? {}
      : { requests: requests.map(({ part, id, method, url }) => ({ part, id, method, url })) }),
    counts: counts ?? null,
    responses,
    unreadable,
    findings,
  };
}
