// batch-request on Express 5: it asks the server that it runs in for each URL, by the package `request`, all at once.
import batchRequest from 'batch-request';
import express from 'express';
import { toExpressApp } from '../apps/express-app.mjs';
import { listen } from './listen.mjs';

/** Requests and answers are members of an object, by name; each request says that its connection be kept. */
export const json = {
  toRequests: (operations) => {
    const members = Array.from({ length: operations }, (_, id) => [
      `photo${id}`,
      { url: `/photos/${id}`, forever: true },
    ]);
    const body = JSON.stringify(Object.fromEntries(members));
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
 * @param {object} options those of `toExpressApp`
 * @returns {Promise<number>} the port
 */
export async function serve(options) {
  const batch = batchRequest({ max: 10_000 });
  const router = express.Router().post('/', express.json({ limit: '64mb' }), batch.validate, batch);
  return listen(toExpressApp(express, { ...options, batch: router }));
}
