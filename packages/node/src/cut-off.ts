import type { ServerResponse } from 'node:http';
import { constants, type Http2ServerResponse } from 'node:http2';

/**
 * Destroys a response that has failed, so that no client takes it as complete. Over HTTP/1, closes its connection. Over
 * HTTP/2, resets its stream (RFC 9113 section 8.1), and the other requests of the connection continue.
 */
export function cutOff(res: ServerResponse): void {
  // Without a code, destroy() would end the stream as if the answer were complete.
  (res as Partial<Pick<Http2ServerResponse, 'stream'>>).stream?.close(constants.NGHTTP2_INTERNAL_ERROR);
  res.destroy();
}
