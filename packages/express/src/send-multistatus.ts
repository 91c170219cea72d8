import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Report, ReportOptions } from '@multistatus/core';
import { sendReport } from '@multistatus/node';

/**
 * Sends a report of partial success: 207 Multi-Status, in JSON or XML by the request's Accept.
 *
 * `report` is what `createMultistatus()` gave, a document, or an async iterable of responses, which is sent as they
 * come, with back-pressure. Without a preference the format is the one of the request's body, else XML.
 *
 * Resolves when the answer is handed over; of a streamed report, when it is sent. Rejects if the responses fail to
 * come or the client leaves; the answer is then cut off, never ended as if it were whole.
 *
 * @throws {TypeError} for an unknown option.
 *
 * @example
 * app.delete('/albums/:id', async (req, res) => {
 *   const report = createMultistatus();
 *   report.response({ href: '/albums/4/7.jpg', status: 423, description: 'held by Ana' });
 *   await sendMultistatus(req, res, report);
 * });
 */
// oxlint-disable-next-line max-params -- req and res go first, as in every handler of Express
export async function sendMultistatus(
  req: IncomingMessage,
  res: ServerResponse,
  report: Report,
  options: ReportOptions = {},
): Promise<void> {
  const { originalUrl, url = '/' } = req as IncomingMessage & { readonly originalUrl?: string };
  await sendReport({ req, res, url: originalUrl ?? url }, report, options);
}
