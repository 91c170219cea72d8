import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { endpointOf } from '@multistatus/core/adapter';
import { type BatchMiddleware, batch, type ExpressBatchOptions } from '@multistatus/express';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import type { Application, Request, RequestHandler } from 'express';
import request from 'supertest';
import { type ExpressVersion, expressVersions } from '../../support/express-versions.js';

const journals: StoreJournal<Request>[] = [];

afterEach(() => {
  for (const journal of journals.splice(0)) journal.close();
});

type Options = Pick<ExpressBatchOptions<Request, unknown>, 'path' | 'basePath' | 'onError'>;

/** Creates a batch whose requests can be answered later. No worker runs them. */
function laterBatch(options: Options = {}, monitors?: string): BatchMiddleware {
  const journal = createJournal({ store: memoryStore(), identify: () => 'ana' });
  journals.push(journal);
  return batch<Request, unknown>({
    ...options,
    journal,
    async: respondAsync({ queue: memoryQueue(), name: 'batch', monitors }),
  });
}

function calling(endpoint: RequestHandler): RequestHandler {
  return (req, res, next) => endpoint(req, res, next);
}

interface Mount {
  readonly title: string;
  readonly path: string;
  readonly mount: (app: Application, express: ExpressVersion, options?: Options) => void;
}

const MOUNTS: readonly Mount[] = [
  { title: 'app.use', path: '/batch', mount: (app) => app.use('/batch', laterBatch()) },
  { title: 'app.use without a path', path: '', mount: (app) => app.use(laterBatch()) },
  { title: 'option path', path: '/batch', mount: (app) => app.use(laterBatch({ path: '/batch' })) },
  {
    title: 'option path with a slash at its end, below a mount path',
    path: '/api/batch',
    mount: (app) => app.use('/api', laterBatch({ path: '/batch/' })),
  },
  {
    title: 'a Router in a Router, under a parameter',
    path: '/tenants/7/api/batch',
    mount: (app, express) =>
      app.use('/tenants/:tenant', express.Router().use('/api', express.Router().use('/batch', laterBatch()))),
  },
  {
    title: 'a sub-app, behind a route that passes on',
    path: '/admin/batch',
    mount: (app, express) => {
      app.all(/.*/, (_req, _res, next) => next());
      app.use('/admin', express().use('/batch', laterBatch()));
    },
  },
  {
    title: 'a function that calls it, at a mount path',
    path: '/batch',
    mount: (app) => app.use('/batch', calling(laterBatch())),
  },
];

const ROUTES: readonly Mount[] = [
  {
    title: 'app.post',
    path: '/batch',
    mount: (app, _express, options) => app.post('/batch', laterBatch(options)),
  },
  {
    title: 'a route / of a Router',
    path: '/batch',
    mount: (app, express, options) =>
      app.use(
        '/batch',
        express.Router().post('/', (_req, _res, next) => next(), laterBatch(options)),
      ),
  },
  {
    title: 'a function that calls it, as the handler of a route',
    path: '/api/batch',
    mount: (app, express, options) =>
      app.use('/api', express.Router().post('/batch', calling(laterBatch(options)))),
  },
];

const BODY = { requests: [{ method: 'GET', url: '/photos' }] };

describe.each(expressVersions)('%s', (_name, express) => {
  test.each(MOUNTS)('batch() answers its monitors: $title', async ({ path, mount }) => {
    const app = express();
    mount(app, express);
    app.get('/photos', (_req, res) => res.json([]));
    app.use((_req, res) => res.status(404).send('for others'));
    const accepted = await request(app).post(path).set('Prefer', 'respond-async').send(BODY);
    expect(accepted.status).toBe(202);
    const location = String(accepted.get('Location'));
    expect(location.startsWith(`${path}/monitors/`)).toBe(true);
    const monitor = await request(app).get(location);
    expect(monitor.status).toBe(202);
    expect(monitor.body).toMatchObject({ monitor: location, progress: { total: 1, done: 0 } });
    const list = await request(app).get(`${path}/monitors?x=1`);
    expect(list.body).toMatchObject({ monitors: [{ monitor: location }] });
    expect((await request(app).put(location)).status).toBe(405);
    expect((await request(app).get(`${path}/monitors/unknown`)).body).toMatchObject({ status: 404 });
    for (const other of [`${path}/monitor`, `${path}/monitorsx`, `${path}/x/monitors`]) {
      expect((await request(app).get(other)).text).toBe('for others');
    }
    const { body } = await request(app).get(path === '' ? '/' : path);
    expect(body).toMatchObject({ async: { monitor: `${path}/monitors/{id}`, durable: false } });
  });

  test.each(ROUTES)('on a route, a batch is answered at once: $title', async ({ path, mount }) => {
    const app = express();
    const onError = jest.fn();
    mount(app, express, { onError });
    app.get('/photos', (_req, res) => res.json([]));
    for (let count = 0; count < 2; count += 1) {
      const response = await request(app).post(path).set('Prefer', 'respond-async').send(BODY);
      expect(response.status).toBe(207);
      expect(response.get('Preference-Applied')).toBeUndefined();
    }
    expect(onError).toHaveBeenCalledTimes(1);
    expect(String(onError.mock.calls[0]?.[0])).toContain('batch.async has no effect');
  });

  test('with the option monitors, the path is that, after basePath, and requests for others are passed on', async () => {
    const app = express();
    app.post('/batch', laterBatch({ basePath: '/api' }, '/monitors'));
    app.use('/other', laterBatch({}, '/monitors'), (_req, res) => res.send('for others'));
    const requests = [{ method: 'GET', url: '/api/photos' }];
    const accepted = await request(app).post('/batch').set('Prefer', 'respond-async').send({ requests });
    expect(accepted.get('Location')).toMatch(/^\/api\/monitors\/[\w-]{24}$/);
    expect((await request(app).get('/other/monitors')).text).toBe('for others');
  });

  test('drains, and has its endpoint', async () => {
    const endpoint = laterBatch();
    expect(endpointOf(endpoint)).toMatchObject({ kind: 'batch', basePath: '' });
    expect(endpointOf(batch())).toBeUndefined();
    const app = express().use('/batch', endpoint);
    await endpoint.drain();
    const refused = await request(app).post('/batch').send(BODY);
    expect(refused.status).toBe(503);
    expect(refused.get('Retry-After')).toBe('1');
    expect((await request(app).get('/batch/monitors')).status).toBe(200);
  });
});
