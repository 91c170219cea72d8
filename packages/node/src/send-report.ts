import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { answerReport, type Report, type ReportOptions } from '@multistatus/core/adapter';

/**
 * Answers a request with a report. `url` is the URL as received, including mount paths.
 *
 * Resolves when the answer is written; for a streamed report, when it has been sent. Rejects if the source of the responses
 * fails or the client disconnects; the connection is then closed, so that no client takes the answer as complete.
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
    res.end(Buffer.from(body)); // with a string, Node would also write the head in the encoding of the string
  else await pipeline(Readable.from(flushed(body, res)), res);
}

/** Calls `flush` after each piece, because the compression middleware would buffer it otherwise. */
async function* flushed(
  pieces: AsyncIterable<string>,
  res: ServerResponse & { readonly flush?: () => void },
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of pieces) {
    yield Buffer.from(piece);
    res.flush?.();
  }
}
