import type { Report, ReportOptions } from '@multistatus/core';
import { answerReport } from '@multistatus/core/adapter';
import type { KoaContext } from './koa-context.js';
import { setResponse } from './set-response.js';

/**
 * Answers with a report of partial success: 207 Multi-Status, in JSON or XML by the request's Accept.
 *
 * `report` is what `createMultistatus()` gave, a document, or an async iterable of responses, which is sent as they
 * come, with back-pressure. Without a preference the format is the one of the request's body, else XML.
 *
 * Sets status, headers and body of `ctx`, which Koa sends once the middleware is done. If the responses of a stream
 * fail to come, the answer is cut off, never ended as if it were whole, and `app.on('error')` hears.
 *
 * @throws {TypeError} for an unknown option.
 *
 * @example
 * router.delete('/albums/:id', async (ctx) => {
 *   const report = createMultistatus();
 *   report.response({ href: '/albums/4/7.jpg', status: 423, description: 'held by Ana' });
 *   await sendMultistatus(ctx, report);
 * });
 */
export async function sendMultistatus(
  ctx: KoaContext,
  report: Report,
  options: ReportOptions = {},
): Promise<void> {
  const { method = '', headers } = ctx.req;
  const request = {
    message: ctx.req,
    method,
    url: ctx.originalUrl,
    headers,
    responseHeaders: ctx.res.getHeaders(),
  };
  setResponse(ctx, answerReport(report, request, options));
}
