import type { ExitCode } from '../exit-code.js';
import { makeJsonSafe } from '../terminal/make-safe.js';
import type { Inspection } from './inspect-exchange.js';

/** The version of the shape that `--json` prints: raised if a member is taken away or means something else. */
export const JSON_VERSION = 1;

/** What the values of these fields give access to is nobody's business. */
const SECRET = new Set(['set-cookie', 'authorization', 'www-authenticate', 'authentication-info']);

/** Gives the JSON text for machines; the README says what each member is. */
export function toInspectionJson(
  source: string,
  inspections: readonly Inspection[],
  exitCode: ExitCode,
): string {
  const shape = { version: JSON_VERSION, source, exitCode, documents: inspections.map(toDocument) };
  return `${makeJsonSafe(JSON.stringify(shape, null, 2))}\n`;
}

/** Gives one 207 as a member of `documents`; what is not known is null. */
export function toDocument({
  exchange: { request, response },
  format,
  bytes,
  counts,
  responses,
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
            headers: response.headers.filter(([name]) => !SECRET.has(name.toLowerCase())),
            startedAt: response.startedAt ?? null,
            totalMs: response.totalMs ?? null,
          },
    format: format ?? null,
    bytes: bytes ?? null,
    counts: counts ?? null,
    responses,
    findings,
  };
}
