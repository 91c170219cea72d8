import type { ServerResponse } from 'node:http';
import type { Http2ServerResponse } from 'node:http2';

/** INTERNAL_ERROR of RFC 9113 section 7. Loading `node:http2` for it would take a twentieth of the time of importing an adapter. */
const INTERNAL_ERROR = 2;

/**
 * Destroys a response that has failed, so that no client takes it as complete. Over HTTP/1, closes its connection. Over
 * HTTP/2, resets its stream (RFC 9113 section 8.1), and the other requests of the connection continue.
 */
export function cutOff(res: ServerResponse): void {
  // Without a code, destroy() would end the stream as if the answer were complete.
  (res as Partial<Pick<Http2ServerResponse, 'stream'>>).stream?.close(INTERNAL_ERROR);
  res.destroy();
}
