// Ours on Express 4 or 5. The same app answers single requests.
import { toExpressApp } from '../apps/express-app.mjs';
import { batchLimits } from './batch-limits.mjs';
import { listen } from './listen.mjs';

export { json, jsonTexts, posts, xml, xmlTexts } from './multistatus-exchange.mjs';
export { posted, single } from './single-exchange.mjs';

/**
 * @param {object} options those of `toExpressApp` and of `batchLimits`, and
 * @param {'express' | 'express4'} options.framework
 * @returns {Promise<number>} the port
 */
export async function serve({ framework, ...options }) {
  const { batch } = await import('@multistatus/express');
  const { default: express } = await import(framework);
  return listen(toExpressApp(express, { ...options, batch: batch(batchLimits(options)) }));
}
