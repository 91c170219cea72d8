import type { RequestListener } from 'node:http';
import { batch } from '@multistatus/express';
import type { ApplicationFactory, BatchArguments } from './host.js';

/** What the hosts use of Express; both Express 4 and Express 5 match. */
interface ExpressModule {
  (): ExpressRouter & RequestListener;
  Router(): ExpressRouter;
  json(): unknown;
  raw(options: { type: string }): unknown;
}
interface ExpressRouter {
  use(...handlers: unknown[]): unknown;
}

/** Creates the application of an Express host: the batch mounted with `app.use`, or inside a Router. */
export function expressApplication(express: unknown): ApplicationFactory {
  const create = express as ExpressModule;
  return ({ bodyParser, mount }, batchArguments: BatchArguments) => {
    const app = create();
    if (bodyParser === 'json') app.use(create.json());
    if (bodyParser === 'raw') app.use(create.raw({ type: '*/*' }));
    const place = mount === '/' ? app : create.Router();
    place.use('/batch', batch(batchArguments));
    if (place !== app) app.use(mount, place);
    return app;
  };
}
