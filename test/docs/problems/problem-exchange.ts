import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  type BatchMiddleware,
  batch,
  bulk,
  type ExpressBatchOptions,
  type ExpressBulkOptions,
} from '@multistatus/express';
import express, { type Request, type RequestHandler } from 'express';
import { serve } from '../../support/serve.js';

/** A problem as it was sent. */
export type SentProblem = Readonly<Record<string, unknown>>;

/** Makes a problem occur, and resolves with it. */
export type Producer = () => Promise<SentProblem>;

/** A request to the app of an exchange: `POST /batch` in JSON unless it says something else. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A value that is sent as JSON, or a text. */
  readonly body?: unknown;
  /** Sends half of the body, and no more. */
  readonly isHalf?: boolean;
}

/** Sends a request to the app, and resolves with the text of the answer. */
export type Send = (sent: Sent) => Promise<string>;

/** What is sent to which app. */
export interface Exchange extends Sent {
  readonly batch?: ExpressBatchOptions<Request, unknown>;
  readonly bulk?: Partial<ExpressBulkOptions<unknown>>;
  /** In front of everything. */
  readonly middleware?: RequestHandler;
  /** The id of the operation whose problem is meant, if several have one. */
  readonly of?: string;
  /** Called before the request is sent. */
  readonly before?: (send: Send, endpoint: BatchMiddleware) => Promise<unknown>;
}

const ITEM = {
  type: 'object',
  required: ['title'],
  properties: { id: { type: 'integer' }, title: { type: 'string', minLength: 1 } },
};

/** Starts an app, sends the request, and returns the problem of the answer, or the first problem in it. */
export async function problemOf(exchange: Exchange): Promise<SentProblem> {
  const app = express();
  if (exchange.middleware !== undefined) app.use(exchange.middleware);
  const onError = (): void => undefined;
  const endpoint = batch({ onError, ...exchange.batch });
  app.use('/batch', endpoint);
  app.patch(
    '/photos',
    bulk<unknown>({ item: ITEM, handle: (item: unknown) => item, onError, ...exchange.bulk } as never),
  );
  const { port, close } = await serve(app);
  const send: Send = (sent) => sendTo(port, sent);
  addPhotos(app, send);
  try {
    await exchange.before?.(send, endpoint);
    return findProblem(await send(exchange), exchange.of);
  } finally {
    await close();
  }
}

/** The routes of the app. */
function addPhotos(app: express.Express, send: Send): void {
  app.get('/photos/:id', (req, res) => void res.json({ id: Number(req.params.id) }));
  app.post('/photos', (_req, res) => void res.status(201).json({ id: 8 }));
  app.delete('/photos/:id', (_req, res) => void res.status(423).end());
  app.get('/never', () => undefined);
  app.get('/broken', (_req, res) => void res.destroy());
  app.get('/wrong', (_req, res) => {
    res.statusCode = 700;
    res.end();
  });
  // While the first batch runs, a second one is sent, and its answer is that of the operation.
  app.all('/second', async (req, res) => {
    const key = req.get('idempotency-key')?.replace(/:second"$/, '"');
    const headers = {
      'content-type': 'application/json',
      'x-user': 'ana',
      ...(key !== undefined && { 'idempotency-key': key }),
    };
    const body = { requests: [{ id: 'second', method: 'POST', url: '/second' }] };
    res.type('json').send(await send({ headers, body }));
  });
}

async function sendTo(
  port: number,
  { method = 'POST', path = '/batch', headers = {}, body, isHalf = false }: Sent,
): Promise<string> {
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  const type = content === undefined ? {} : { 'content-type': 'application/json' };
  const length = isHalf ? { 'content-length': String(2 * content.length) } : {};
  return new Promise((resolve, reject) => {
    const sent = request({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: { ...type, ...length, ...headers },
      agent: false,
    });
    sent.on('response', (response) => void text(response).then(resolve, reject)).on('error', reject);
    if (isHalf) sent.write(content);
    else sent.end(content);
  });
}

/** Returns the problem in an answer: that of the request as a whole, or that of an operation, or the first one. */
function findProblem(answer: string, id?: string): SentProblem {
  const values = answer
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const problem = findIn(values, id);
  if (problem === undefined) throw new Error(`There is no problem in ${answer}`);
  return problem;
}

function findIn(value: unknown, id: string | undefined): SentProblem | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, id: own } = value as SentProblem;
  if (typeof type === 'string' && type.startsWith('urn:multistatus:problem:')) return value as SentProblem;
  if (id !== undefined && own !== undefined && own !== id) return undefined;
  for (const member of Object.values(value)) {
    const found = findIn(member, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
