// What one writes by hand: a handler that asks its own server for each URL, over connections that are kept.
import { Agent, get } from 'node:http';
import express from 'express';
import { toExpressApp } from '../apps/express-app.mjs';
import { listen } from './listen.mjs';

/** The answer is a list of `{ status, body }`. */
export const json = {
  toRequests: (operations) => {
    const body = JSON.stringify(Array.from({ length: operations }, (_, id) => `/photos/${id}`));
    return [{ method: 'POST', path: '/batch', headers: { 'content-type': 'application/json' }, body }];
  },
  read: ({ text }) => JSON.parse(text),
};

/**
 * @param {object} options those of `toExpressApp`
 * @returns {Promise<number>} the port
 */
export async function serve(options) {
  const agent = new Agent({ keepAlive: true });
  const batch = async (req, res) => {
    const port = req.socket.localPort;
    res.json(await Promise.all(req.body.map((path) => fetchJson({ agent, host: '127.0.0.1', port, path }))));
  };
  const router = express.Router().post('/', express.json({ limit: '64mb' }), batch);
  return listen(toExpressApp(express, { ...options, batch: router }));
}

function fetchJson(options) {
  return new Promise((resolve, reject) => {
    get(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
      response.on('error', reject);
    }).on('error', reject);
  });
}
