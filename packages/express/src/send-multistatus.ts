import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Report, ReportOptions } from '@multistatus/core';
import { sendReport } from '@multistatus/node';

/**
 * Sends a report of partial success as 207 Multi-Status, in JSON or XML depending on the Accept header. If the client has no
 * preference, the format is that of the request body, else XML. In an operation of a batch without an Accept header, it is
 * JSON if the batch is answered in JSON or NDJSON, and XML if it is answered in XML.
 *
 * `report` is a builder that `createMultistatus()` returned, a document, or an async iterable of responses. The responses of
 * an iterable are sent as they arrive, with backpressure.
 *
 * Resolves when everything has been written, or when the client has disconnected. Rejects if the iterable fails; the connection
 * is then closed, so that no client takes the answer as complete. After the client has disconnected, the iterable is asked to
 * return, and its errors are ignored. Does nothing if something else has already answered, such as a timeout of the app.
 *
 * @throws {TypeError} for an unknown option, a report of the wrong kind, or other arguments than these.
 *
 * @example
 * ```ts
 * app.delete('/albums/:id', async (req, res) => {
 *   const report = createMultistatus();
 *   report.response({ href: '/albums/4/7.jpg', status: 423, description: 'held by Ana' });
 *   await sendMultistatus(req, res, report);
 * });
 * ```
 */
// oxlint-disable-next-line max-params -- req and res go first, as in every handler of Express
export async function sendMultistatus(
  req: IncomingMessage,
  res: ServerResponse,
  report: Report,
  options: ReportOptions = {},
): Promise<void> {
  if (typeof (res as Partial<ServerResponse> | undefined)?.getHeaders !== 'function')
    throw new TypeError('sendMultistatus needs the request, the response and the report: (req, res, report)');
  const { originalUrl, url = '/' } = req as IncomingMessage & { readonly originalUrl?: string };
  await sendReport({ req, res, url: originalUrl ?? url }, report, options);
}
