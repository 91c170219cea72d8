import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Journal, pathOf } from '@multistatus/core/adapter';
import { readEnvelope, writeEnvelope } from '@multistatus/node';
import { monitorAnswers } from './monitor/monitor-answers.js';

/** A middleware for `app.use` of Express 4 and 5. */
export type MonitorsMiddleware = (
  req: IncomingMessage,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void;

/**
 * Returns a middleware that answers requests for the monitors of all endpoints of a journal. It is needed for endpoints that are
 * handlers of a route, such as `bulk()`: they do not see requests for paths below their own. The option `monitors` of `respondAsync`
 * names its path.
 *
 * @throws {TypeError} for an unknown or missing option.
 *
 * @example
 * ```ts
 * const respondLater = respondAsync({ queue, name: 'photos', monitors: '/monitors' });
 * app.patch('/photos', authenticate, bulk({ item, handle, journal, async: respondLater }));
 * app.use('/monitors', authenticate, batchMonitors({ journal }));
 * ```
 */
export function batchMonitors(options: { readonly journal: Journal<never> }): MonitorsMiddleware {
  const answerOf = monitorAnswers(options, []);
  return function batchMonitors(req, res, next) {
    const answer = answerOf();
    if (answer === undefined) {
      next();
      return;
    }
    const { originalUrl = req.url ?? '/', body } = req as IncomingMessage & {
      originalUrl?: string;
      body?: unknown;
    };
    const envelope = readEnvelope(req, res, { url: originalUrl, parsedBody: body, outer: req });
    answer(envelope, `/monitors${pathOf(req.url ?? '/')}`)
      .then((response) => writeEnvelope(req, res, response))
      .catch(next);
  };
}
