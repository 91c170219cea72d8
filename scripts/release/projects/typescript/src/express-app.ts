import { batchConsole } from '@multistatus/console/express';
import {
  batch,
  bulk,
  createMultistatus,
  getOperation,
  json,
  ndjson,
  sendMultistatus,
} from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import express, { type Express, type Request } from 'express';
import { z } from 'zod';
import { holds, type IsExactly } from './facts.js';

const PHOTO = z.object({ id: z.number(), title: z.string() });

/** An app on Express. Nothing in its handlers needs an annotation. */
export function createExpressApp(): Express {
  const app = express();
  const journal = createJournal({
    store: memoryStore(),
    identify: (req: Request) => req.get('authorization'),
  });
  app.use(
    '/batch',
    batch({
      journal,
      formats: [json(), ndjson()],
      limits: { maxOperations: 20 },
      allow: ({ url }, req) => {
        holds<IsExactly<typeof req, Request>>();
        return url.startsWith('/photos');
      },
    }),
  );
  app.use('/batch/console', batchConsole<Request>({ allow: (req) => req.get('x-role') === 'admin' }));

  app.get('/photos/:id', (req, res) => {
    res.json({ id: Number(req.params['id']), operation: getOperation(req)?.id });
  });

  app.patch(
    '/photos',
    bulk({
      item: PHOTO,
      handle: (photo, { req, signal }) => {
        holds<IsExactly<typeof photo, { id: number; title: string }>>();
        holds<IsExactly<typeof signal, AbortSignal>>();
        return [photo.id.toFixed(), req.ip];
      },
    }),
  );
  app.delete('/albums/:id', async (req, res) => {
    const report = createMultistatus();
    report.response({ href: '/albums/4/locked.jpg', status: 423 });
    await sendMultistatus(req, res, report);
  });
  return app;
}
