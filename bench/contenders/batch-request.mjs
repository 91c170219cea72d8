// batch-request on Express 5: it asks the server that it runs in for each URL, by the package `request`, all at once.
import batchRequest from 'batch-request';
import express from 'express';
import { toExpressApp } from '../apps/express-app.mjs';
import { listen } from './listen.mjs';

/** Requests and answers are members of an object, by name. */
export const json = {
  toRequests: (operations) => {
    const names = Array.from({ length: operations }, (_, id) => [`photo${id}`, { url: `/photos/${id}` }]);
    const body = JSON.stringify(Object.fromEntries(names));
    return [{ method: 'POST', path: '/batch', headers: { 'content-type': 'application/json' }, body }];
  },
  read: ({ text }) => {
    const answers = JSON.parse(text);
    return Object.keys(answers).map((_, id) => {
      const { statusCode, body } = answers[`photo${id}`];
      return { status: statusCode, body };
    });
  },
};

/**
 * Without its `validate`, which takes no URL with the host `localhost` or a bare port, and with connections kept, which
 * it leaves to the requests: `forever` of `request`.
 *
 * @param {object} options those of `toExpressApp`
 * @returns {Promise<number>} the port
 */
export async function serve(options) {
  const batch = batchRequest({ max: 10_000 });
  const keepConnections = (req, _res, next) => {
    for (const each of Object.values(req.body)) each.forever = true;
    next();
  };
  const router = express.Router().post('/', express.json({ limit: '64mb' }), keepConnections, batch);
  return listen(toExpressApp(express, { ...options, batch: router }));
}
