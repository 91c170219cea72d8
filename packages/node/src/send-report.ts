import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answerReport, type Report, type ReportOptions } from '@multistatus/core/adapter';

/**
 * Answers a request with a report; `url` is its target as received, mount paths included.
 *
 * Resolves when the answer is handed over; for a streamed report, when it is sent. Rejects if the responses fail to come or
 * the client leaves; the answer is then cut off, never ended as if it were whole.
 *
 * @throws {TypeError} for an unknown option.
 */
export async function sendReport(
  exchange: { readonly req: IncomingMessage; readonly res: ServerResponse; readonly url: string },
  report: Report,
  options: ReportOptions,
): Promise<void> {
  const { req, res, url } = exchange;
  const { status, headers, body } = answerReport(
    report,
    { message: req, method: req.method ?? '', url, headers: req.headers, responseHeaders: res.getHeaders() },
    options,
  );
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  if (body === undefined) res.end();
  else if (typeof body === 'string')
    res.end(Buffer.from(body)); // as text, the head would be sent in its encoding
  else await pipeline(Readable.from(flushed(body, res)), res);
}

/** The compression middleware would keep back what has been written. */
async function* flushed(
  pieces: AsyncIterable<string>,
  res: ServerResponse & { readonly flush?: () => void },
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    yield Buffer.from(piece);
    res.flush?.();
  }
}
