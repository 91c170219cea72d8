// Compiled, never run: batch() fits under @types/express 4 and 5 wherever a middleware does.
import {
  type BatchMiddleware,
  batch,
  type ExpressBatchOptions,
  getOperation,
  type Operation,
  type OperationInfo,
} from '@multistatus/express';
import express from 'express';
import express4 from 'express4';

/** Mounts a batch in every way that @types/express 5 knows. */
export function mountInExpress5(guard: express.RequestHandler): express.Express {
  const app = express();
  app.use(batch());
  app.use(batch({ path: '/batch' }));
  app.use('/batch', batch({ limits: { maxOperations: 50, concurrency: undefined } }));
  app.use(['/a', /b/], guard, batch());
  app.use([guard, batch()]);
  app.post('/batch', batch());
  app.post('/:tenant/batch', guard, batch());
  app.all('/batch', [guard, batch()]);
  app.route('/batch').post(guard, batch());
  app.use('/api', express.Router().use('/batch', batch()).post('/batch', guard, batch()));
  app.use('/batch', batch({ target: express() }));
  app.use('/batch', batch({ target: (req, res) => res.end(req.url) }));
  const asHandler: express.RequestHandler = batch();
  return app.use(asHandler);
}

/** Mounts a batch in every way that @types/express 4 knows. */
export function mountInExpress4(guard: express4.RequestHandler): express4.Express {
  const app = express4();
  app.use(batch());
  app.use(batch({ path: '/batch' }));
  app.use('/batch', batch({ limits: { maxOperations: 50, concurrency: undefined } }));
  app.use(['/a', /b/], guard, batch());
  app.use([guard, batch()]);
  app.post('/batch', batch());
  app.post('/:tenant/batch', guard, batch());
  app.all('/batch', [guard, batch()]);
  app.route('/batch').post(guard, batch());
  app.use('/api', express4.Router().use('/batch', batch()).post('/batch', guard, batch()));
  app.use('/batch', batch({ target: express4() }));
  const asHandler: express4.RequestHandler = batch();
  return app.use(asHandler);
}

/** What the types refuse, and what they let through. */
export function makeBatches(): BatchMiddleware[] {
  const options: ExpressBatchOptions = { onError: (error: unknown) => void error, defaultFormat: 'xml' };
  return [
    batch(options),
    batch({ onError: () => undefined, target: undefined, path: undefined }),
    // @ts-expect-error: no such option
    batch({ maxOperation: 1 }),
    // @ts-expect-error: a number is wanted
    batch({ limits: { maxOperations: '1' } }),
    // @ts-expect-error: not a format
    batch({ formats: ['json'] }),
    // @ts-expect-error: no handler
    batch({ target: {} }),
    // @ts-expect-error: a Router needs a third argument, which a batch has not
    batch({ target: express.Router() }),
    // @ts-expect-error: no such choice
    batch({ cookies: 'keep' }),
    // @ts-expect-error: names of headers are wanted
    batch({ headers: { expose: 'etag' } }),
    // @ts-expect-error: no status
    batch({ status: () => 'ok' }),
    // @ts-expect-error: without a type argument the request is that of Express, which has no such member
    batch({ allow: (_operation, req) => req.usr === 'ana' }),
  ];
}

/** The batch request as an app of Express 5 knows it, with what its authentication adds. */
interface UserRequest5 extends express.Request {
  tenant?: string;
}

/** The same for Express 4. */
interface UserRequest4 extends express4.Request {
  tenant?: string;
}

/** Options get requests of the type that the app names, without a cast. */
export function readRequests(app5: express.Express, app4: express4.Express): void {
  app5.use(
    '/batch',
    batch<UserRequest5>({
      allow: (operation, req) => operation.method === 'GET' || req.tenant === req.get('x-tenant'),
      prepare: (req, outerReq) => {
        if (outerReq.tenant !== undefined) req.tenant = outerReq.tenant;
      },
      onOutcome: ({ id, status, result, executed }, req) => {
        const line: [string, number, string, boolean | 'unknown'] = [id, status, result, executed];
        req.app.emit('outcome', line, req.ip);
      },
      isSuccess: (operation, { status, headers, body }) =>
        status === 207 && headers['x-partial'] === undefined && body.byteLength < operation.url.length,
      status: (outcomes) => (outcomes.every(({ result }) => result === 'succeeded') ? 200 : 207),
      transaction: async ({ name, operations, signal }, run) => {
        const [first]: readonly Operation[] = operations;
        signal.throwIfAborted();
        await run({ name, first: first?.id });
      },
    }),
  );
  app5.use('/batch', batch<express.Request>({ allow: async (_operation, req) => req.secure }));
  app5.use(
    '/batch',
    // @ts-expect-error: no such member of a request
    batch<express.Request>({ allow: (_operation, req) => req.usr === 'ana' }),
  );
  app4.use(
    '/batch',
    batch<UserRequest4>({
      allow: (_operation, req) => req.tenant === req.get('x-tenant'),
      prepare: (req, { tenant = '' }) => {
        req.tenant = tenant;
      },
    }),
  );
}

/** What `getOperation` gives, of the requests of both versions. */
export function readOperations(req5: express.Request, req4: express4.Request): void {
  const info: OperationInfo | undefined = getOperation(req5);
  const typed: [AbortSignal, string, number, string] | undefined = info && [
    info.signal,
    info.id,
    info.index,
    info.batchId,
  ];
  // @ts-expect-error: what a transaction is only the app knows
  getOperation(req4)?.transaction.query(typed);
}
