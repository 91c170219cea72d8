import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { createApp as createBlog } from 'blog';
import { createApp as createImport } from 'import';
import { openBackend } from 'import/backend';
import { createApp as createAlbum } from 'photo-album';
import { type Database, openDatabase } from 'photo-album/database';
import { createTables, restoreSamples } from 'photo-album/schema';
import request from 'supertest';
import { toListener } from '../support/koa-versions.js';

interface Described {
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': {
        readonly schema: { readonly properties: Readonly<Record<string, { readonly example: unknown }>> };
      };
    };
  };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Description {
  readonly paths: Readonly<
    Record<
      string,
      { readonly parameters?: readonly { name: string; example: unknown }[] } & Record<string, Described>
    >
  >;
}

/** The configuration in the page of an app's console. */
async function configOf(app: RequestListener): Promise<{ batch: { requests: { id: string }[] } }> {
  const { status, text } = await request(app).get('/batch/console/');
  expect(status).toBe(200);
  return JSON.parse(/id="config">(.*?)<\/script>/s.exec(text)?.[1] ?? '') as never;
}

/** Sends the batch that the console shows when it is opened, and returns the status of each operation by its id. */
async function sendReadyBatch(app: RequestListener): Promise<Record<string, number>> {
  const { batch } = await configOf(app);
  const response = await request(app).post('/batch').set('cookie', 'client=ana').accept('json').send(batch);
  expect(response.status).toBe(207);
  const responses = response.body.responses as { id: string; status: number }[];
  return Object.fromEntries(responses.map(({ id, status }) => [id, status]));
}

/** Sends each operation that an app describes, with the examples of the description, and expects what it describes. */
async function tryDescribed(createApp: () => Promise<RequestListener>): Promise<void> {
  const described = await request(await createApp()).get('/openapi.json');
  const { valid, errors } = await new Validator().validate(described.body);
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  const { paths } = described.body as Description;
  for (const [path, { parameters = [], ...operations }] of Object.entries(paths)) {
    if (path === '/batch') continue; // described by the library
    for (const [method, { requestBody, responses }] of Object.entries(operations)) {
      const url = parameters.reduce(
        (all, { name, example }) => all.replace(`{${name}}`, String(example)),
        path,
      );
      const properties = requestBody?.content['application/json'].schema.properties ?? {};
      const body = Object.fromEntries(
        Object.entries(properties).map(([name, { example }]) => [name, example]),
      );
      const response = await request(await createApp())
        [method as 'get'](url)
        .send(requestBody && body);
      expect({ method, url, status: String(response.status) }).toEqual({
        method,
        url,
        status: Object.keys(responses).find((status) => status.startsWith('2')),
      });
    }
  }
}

describe('the photo album', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase();
    await createTables(database);
  }, 60_000);
  afterAll(() => database.close());

  const createApp = async (): Promise<RequestListener> => {
    await database.query('TRUNCATE albums, photos RESTART IDENTITY');
    await restoreSamples(database);
    return createAlbum(database);
  };

  test('has a batch ready whose operations wait for each other, and three of which fail', async () => {
    expect(await sendReadyBatch(await createApp())).toEqual({
      album: 201,
      palace: 201,
      tiles: 201,
      lock: 200,
      harbour: 423,
      lakes: 424,
      untitled: 422,
      photos: 200,
    });
  });

  test('answers every operation that it describes', () => tryDescribed(createApp));
});

describe('the blog', () => {
  const createApp = async (): Promise<RequestListener> => toListener(createBlog());

  test('has the batch of its README ready', async () => {
    expect(await sendReadyBatch(await createApp())).toEqual({
      'new-post': 201,
      comment: 201,
      'too-late': 409,
      post: 200,
      rename: 200,
      untitled: 422,
      lost: 404,
      remove: 204,
    });
  });

  test('answers every operation that it describes', () => tryDescribed(createApp));
});

test('the import has lists of photos ready, one of which fails, to be answered at once or later', async () => {
  const backend = await openBackend();
  const { app } = createImport(backend);
  const server = app.listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    const { batch } = await configOf(app);
    const response = await request(app).post('/batch').set('cookie', 'client=ana').accept('json').send(batch);
    expect(response.body.summary).toEqual({ total: 21, succeeded: 20, failed: 1, other: 0 });
    const { port } = server.address() as AddressInfo;
    const later = await fetch(`http://127.0.0.1:${port}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'respond-async', cookie: 'client=ana' },
      body: JSON.stringify(batch),
    });
    expect(later.status).toBe(202);
  } finally {
    server.close();
    await backend.close();
  }
});
