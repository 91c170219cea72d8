import { batch, type ExpressBatchOptions } from '@multistatus/express';
import express, { type Application } from 'express';

/** Albums and photos in memory, with a batch endpoint whose groups are rolled back by restoring them. */
export interface AlbumApp {
  readonly app: Application;
  /** Titles by URL. */
  readonly titles: () => Readonly<Record<string, string>>;
  /** `POST /photos` and so on, in the order in which handlers ran. */
  readonly log: readonly string[];
  /** Sets the status that `/photos` answers that many times, with `Retry-After: 0`. */
  readonly failPhotos: (status: number, times: number) => void;
}

export function createAlbumApp(options: ExpressBatchOptions = {}): AlbumApp {
  const store = new Map<string, { readonly title: string; readonly albumId?: number }>();
  const log: string[] = [];
  let failure = { status: 0, times: 0 };
  const app = express();
  app.use(
    '/batch',
    batch({
      transaction: async (_group, run) => {
        const before = [...store];
        try {
          await run(undefined);
        } catch (error) {
          store.clear();
          for (const [url, item] of before) store.set(url, item);
          throw error;
        }
      },
      ...options,
    }),
  );
  app.use(express.json());
  app.use((req, _res, next) => {
    log.push(`${req.method} ${req.url}`);
    next();
  });
  app.post('/photos', (_req, res, next) => {
    if (failure.times === 0) next();
    else {
      failure.times -= 1;
      res.status(failure.status).set('retry-after', '0').end();
    }
  });
  app.post(['/albums', '/photos'], (req, res) => {
    const id = store.size + 1;
    store.set(`${req.path}/${id}`, req.body as { title: string });
    res.status(201).location(`${req.path}/${id}`).set('etag', `"${id}"`);
    res.json({ id, ...(req.body as object), tag: req.headers['if-match'] });
  });
  app.get('/problems/1', (_req, res) => {
    res.status(409).type('application/problem+json');
    res.json({ type: 'urn:albums:locked', title: 'Locked', executed: false });
  });
  app.get('/:kind/:id', (req, res) => {
    const item = store.get(req.path);
    if (item === undefined) res.status(404).json({ error: 'none' });
    else res.json(item);
  });
  app.put('/:kind/:id', (req, res) => {
    store.set(req.path, req.body as { title: string });
    res.json(req.body);
  });
  return {
    app,
    log,
    titles: () => Object.fromEntries([...store].map(([url, { title }]) => [url, title])),
    failPhotos: (status, times) => {
      failure = { status, times };
    },
  };
}
