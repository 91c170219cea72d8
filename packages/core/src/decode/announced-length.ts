import type { EnvelopeHeaders } from '../http/envelope.js';

/** Returns the length of a body that its Content-Length announces; 0 if it announces none, or one that will be refused. */
export function announcedLength(headers: EnvelopeHeaders, maxBodyBytes: number): number {
  const announced = Number(headers['content-length'] ?? 0);
  return announced <= maxBodyBytes ? announced : 0;
}
