import { checkBodyBytes } from '../formats/check-body-bytes.js';
import type { EnvelopeHeaders } from '../http/envelope.js';

/** Returns the length of a body that its Content-Length announces; 0 if it announces none, or one that will be refused. */
export function announcedLength(headers: EnvelopeHeaders, maxBodyBytes: number): number {
  const announced = Number(headers['content-length'] ?? 0);
  return announced <= maxBodyBytes ? announced : 0;
}

/**
 * Checks the length that is announced for a body that is read as it arrives. If it is too long, nothing of it runs, regardless of how
 * it is split into chunks.
 *
 * @throws {BatchProblem} `limit-exceeded` with `maxBodyBytes`.
 */
export function checkAnnounced(headers: EnvelopeHeaders, maxBodyBytes: number): void {
  const announced = Number(headers['content-length'] ?? 0);
  checkBodyBytes(announced, maxBodyBytes);
}
