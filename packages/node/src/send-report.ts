import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerReport, type Report, type ReportOptions } from '@multistatus/core/adapter';
import { writeEnvelope } from './write-envelope.js';

/**
 * Answers a request with a report. `url` is the URL as received, including mount paths.
 *
 * Resolves and rejects as {@link writeEnvelope} does.
 *
 * @throws {TypeError} for an unknown option, or a report of the wrong kind.
 */
export async function sendReport(
  exchange: { readonly req: IncomingMessage; readonly res: ServerResponse; readonly url: string },
  report: Report,
  options: ReportOptions,
): Promise<void> {
  const { req, res, url } = exchange;
  const { method = '', headers } = req;
  const request = { message: req, method, url, headers, responseHeaders: res.getHeaders() };
  await writeEnvelope(req, res, await answerReport(report, request, options));
}
