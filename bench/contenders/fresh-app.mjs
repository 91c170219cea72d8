// The least app there is, with or without batches: what it takes to start is theirs and not that of other middleware.
import { toPhoto } from '../apps/photo.mjs';
import { listen } from './listen.mjs';

export { json } from './multistatus-exchange.mjs';
export { single } from './single-exchange.mjs';

/**
 * @param {object} options
 * @param {'express' | 'koa'} options.framework
 * @param {boolean} options.hasBatch
 * @returns {Promise<number>} the port
 */
export async function serve({ framework, hasBatch }) {
  const { default: create } = await import(framework);
  const middlewares = [];
  if (hasBatch) {
    const { batch } = await import(`@multistatus/${framework}`);
    middlewares.push(batch({ path: '/batch' }));
  }
  return listen(framework === 'koa' ? toKoa(create, middlewares) : toExpress(create, middlewares));
}

function toExpress(express, middlewares) {
  const app = express();
  for (const middleware of middlewares) app.use(middleware);
  return app.get('/photos/:id', (req, res) => res.json(toPhoto(Number(req.params.id))));
}

function toKoa(Koa, middlewares) {
  const app = new Koa();
  for (const middleware of middlewares) app.use(middleware);
  app.use((ctx) => {
    ctx.body = toPhoto(Number(ctx.path.slice('/photos/'.length)));
  });
  return app.callback();
}
