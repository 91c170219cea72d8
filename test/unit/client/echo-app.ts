import { batch, type ExpressBatchOptions } from '@multistatus/express';
import express, { type Application } from 'express';

/** An app that answers with what it was asked, at `/echo`, and a batch endpoint at `/batch`. */
export function createEchoApp(options: ExpressBatchOptions = {}): Application {
  const app = express();
  app.use('/batch', batch(options));
  app.use(express.raw({ type: () => true, limit: '4mb' }));
  app.all('/echo', (req, res) => {
    const { method, originalUrl, headers } = req;
    const bytes: unknown = req.body;
    res.json({
      method,
      originalUrl,
      headers,
      body: Buffer.isBuffer(bytes) ? bytes.toString('base64') : null,
    });
  });
  app.all('/number/:number', (req, res) => void res.json(Number(req.params.number)));
  return app;
}

/** What `/echo` answers. */
export interface Echo {
  readonly method: string;
  readonly originalUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64; `null` without one. */
  readonly body: string | null;
}
