import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createApp } from 'photo-album';
import { type Database, openDatabase } from 'photo-album/database';
import { runDemo } from 'photo-album/demo';
import { type OpenJournal, openJournal } from 'photo-album/journal';
import { createTables, restoreSamples } from 'photo-album/schema';
import request, { type Response } from 'supertest';
import { findViolations } from '../support/multistatus-rules.js';

let database: Database;
let opened: OpenJournal;
let server: Server;
let baseUrl: string;

beforeAll(async () => {
  database = await openDatabase();
  await createTables(database);
  opened = await openJournal(database);
  server = createApp(database, { journal: opened.journal }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);

beforeEach(async () => {
  await database.query('TRUNCATE albums, photos RESTART IDENTITY');
  await restoreSamples(database);
});

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await opened.close();
  await database.close();
});

function expectProblem(response: Response, problem: { status: number; title: string; detail: string }): void {
  expect(response.status).toBe(problem.status);
  expect(response.type).toBe('application/problem+json');
  expect(response.body).toEqual({ type: 'about:blank', ...problem });
}

describe('albums', () => {
  test('are listed in order', async () => {
    const response = await request(server).get('/albums');
    expect(response.status).toBe(200);
    expect(response.body).toEqual([
      { id: 1, title: 'Lisbon' },
      { id: 2, title: 'Porto' },
      { id: 3, title: 'Azores' },
    ]);
  });

  test('are created, with a Location where they are then read', async () => {
    const created = await request(server).post('/albums').send({ title: 'Sintra' });
    expect(created.status).toBe(201);
    expect(created.headers['location']).toBe('/albums/4');
    expect(created.body).toEqual({ id: 4, title: 'Sintra' });

    const read = await request(server).get('/albums/4');
    expect(read.status).toBe(200);
    expect(read.body).toEqual(created.body);
  });

  test('are renamed', async () => {
    const response = await request(server).patch('/albums/2').send({ title: 'Porto, 2024' });
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ id: 2, title: 'Porto, 2024' });
    expect((await request(server).get('/albums/2')).body).toEqual(response.body);
  });

  test('are deleted with their photos', async () => {
    const response = await request(server).delete('/albums/2');
    expect(response.status).toBe(204);
    expect(response.text).toBe('');
    expect((await request(server).get('/albums/2')).status).toBe(404);
    expect((await request(server).get('/photos/4')).status).toBe(404);
    expect((await request(server).get('/photos/1')).status).toBe(200);
  });

  test('with a locked photo lose the others, and 207 in XML says which one stays (RFC 4918 section 9.6.2)', async () => {
    const response = await request(server).delete('/albums/3');
    expect(response.status).toBe(207);
    expect(response.headers['content-type']).toBe('application/xml; charset=utf-8');
    expect(findViolations(response.text)).toEqual([]);
    expect(response.text).toContain(
      '<D:response><D:href>/photos/9</D:href><D:status>HTTP/1.1 423 Locked</D:status><D:error><D:lock-token-submitted>',
    );
    expect((await request(server).get('/albums/3')).status).toBe(200);
    expect((await request(server).get('/photos/7')).status).toBe(404);
    expect((await request(server).get('/photos/9')).status).toBe(200);
  });

  test('with a locked photo say so in JSON to a client that asks for it', async () => {
    const response = await request(server).delete('/albums/3').set('Accept', 'application/json');
    expect(response.status).toBe(207);
    expect(response.body.responses).toMatchObject([{ href: '/photos/9', status: 423 }]);
  });

  test('with a locked photo are a failure inside a batch', async () => {
    const batch = {
      requests: [{ method: 'DELETE', url: '/albums/3', headers: { accept: 'application/json' } }],
    };
    const response = await request(server).post('/batch').send(batch);
    expect(response.body.summary).toEqual({ total: 1, succeeded: 0, failed: 1, other: 0 });
    expect(response.body.responses[0].body.responses).toMatchObject([{ href: '/photos/9', status: 423 }]);
  });
});

describe('photos', () => {
  test('are listed in order', async () => {
    const response = await request(server).get('/photos');
    expect(response.status).toBe(200);
    expect(response.body).toHaveLength(9);
    expect(response.body[8]).toEqual({ id: 9, albumId: 3, title: 'Harbour', locked: true });
  });

  test('are created in an album, with a Location where they are then read', async () => {
    const created = await request(server).post('/albums/1/photos').send({ title: 'Tiles & trams' });
    expect(created.status).toBe(201);
    expect(created.headers['location']).toBe('/photos/10');
    expect(created.body).toEqual({ id: 10, albumId: 1, title: 'Tiles & trams', locked: false });

    const read = await request(server).get('/photos/10');
    expect(read.status).toBe(200);
    expect(read.body).toEqual(created.body);
  });

  test('may be created locked', async () => {
    const created = await request(server).post('/albums/1/photos').send({ title: 'Deed', locked: true });
    expect(created.body).toMatchObject({ locked: true });
    expect((await request(server).delete('/photos/10')).status).toBe(423);
  });

  test.each([
    [{ title: 'Tram 28, at dusk' }, { id: 2, albumId: 1, title: 'Tram 28, at dusk', locked: false }],
    [{ locked: true }, { id: 2, albumId: 1, title: 'Tram 28', locked: true }],
  ])('are changed in what %j names, and nothing else', async (change, photo) => {
    const response = await request(server).patch('/photos/2').send(change);
    expect(response.status).toBe(200);
    expect(response.body).toEqual(photo);
    expect((await request(server).get('/photos/2')).body).toEqual(photo);
  });

  test('are deleted', async () => {
    const response = await request(server).delete('/photos/8');
    expect(response.status).toBe(204);
    expect(response.text).toBe('');
    expect((await request(server).get('/photos/8')).status).toBe(404);
  });

  test('are neither changed nor deleted while locked: 423', async () => {
    const refusal = { status: 423, title: 'Locked', detail: 'Photo 9 is locked.' };
    expectProblem(await request(server).patch('/photos/9').send({ title: 'Mine' }), refusal);
    expectProblem(await request(server).delete('/photos/9'), refusal);
    expect((await request(server).get('/photos/9')).body).toMatchObject({ title: 'Harbour' });
  });
});

describe('refusals', () => {
  test.each([
    ['get', '/albums/404', 'album 404'],
    ['patch', '/albums/404', 'album 404'],
    ['delete', '/albums/404', 'album 404'],
    ['post', '/albums/404/photos', 'album 404'],
    ['get', '/photos/404', 'photo 404'],
    ['patch', '/photos/404', 'photo 404'],
    ['delete', '/photos/404', 'photo 404'],
    ['put', '/photos/1', 'PUT /photos/1'],
    ['get', '/', 'GET /'],
  ] as const)('%s %s is 404', async (method, url, what) => {
    const response = await request(server)[method](url).send({ title: 'Anything' });
    expectProblem(response, { status: 404, title: 'Not Found', detail: `There is no ${what}.` });
  });

  test.each(['0', '-1', '01', '1.0', '1e1', 'one', '%20', '2147483648', '1%27--'])(
    'id %s is 404 everywhere',
    async (id) => {
      const responses = await Promise.all([
        request(server).get(`/albums/${id}`),
        request(server).patch(`/albums/${id}`).send({ title: 'Anything' }),
        request(server).delete(`/albums/${id}`),
        request(server).post(`/albums/${id}/photos`).send({ title: 'Anything' }),
        request(server).get(`/photos/${id}`),
        request(server).patch(`/photos/${id}`).send({ title: 'Anything' }),
        request(server).delete(`/photos/${id}`),
      ]);
      expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 404));
    },
  );

  test.each([
    { fault: 'no title', method: 'post', url: '/albums', body: {}, pointers: ['#'] },
    { fault: 'an array', method: 'post', url: '/albums', body: [], pointers: ['#'] },
    { fault: 'an empty title', method: 'post', url: '/albums', body: { title: '' }, pointers: ['#/title'] },
    {
      fault: 'a number for a title',
      method: 'post',
      url: '/albums',
      body: { title: 7 },
      pointers: ['#/title'],
    },
    {
      fault: 'a title too long',
      method: 'post',
      url: '/albums',
      body: { title: 'x'.repeat(201) },
      pointers: ['#/title'],
    },
    {
      fault: 'a title that PostgreSQL cannot hold',
      method: 'post',
      url: '/albums',
      body: { title: 'nul \u0000' },
      pointers: ['#/title'],
    },
    {
      fault: 'a member not known',
      method: 'post',
      url: '/albums',
      body: { title: 'Sintra', 'a/b~c': 1 },
      pointers: ['#/a~1b~0c'],
    },
    {
      fault: 'two faults at once',
      method: 'patch',
      url: '/albums/1',
      body: { title: null, id: 2 },
      pointers: ['#/id', '#/title'],
    },
    {
      fault: 'no title and a text for a flag',
      method: 'post',
      url: '/albums/1/photos',
      body: { locked: 'yes' },
      pointers: ['#', '#/locked'],
    },
    { fault: 'no change', method: 'patch', url: '/photos/1', body: {}, pointers: ['#'] },
    {
      fault: 'a change of album',
      method: 'patch',
      url: '/photos/1',
      body: { albumId: 2 },
      pointers: ['#/albumId'],
    },
  ] as const)('$method $url with $fault is 422 and says where', async ({ method, url, body, pointers }) => {
    const response = await request(server)[method](url).send(body);
    expect(response.status).toBe(422);
    expect(response.type).toBe('application/problem+json');
    expect(response.body).toMatchObject({
      type: 'about:blank',
      status: 422,
      detail: 'The body does not fit.',
    });
    const errors = response.body.errors as { pointer: string; detail: string }[];
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(pointers);
    expect(errors.every(({ detail }) => detail.length > 0)).toBe(true);
  });

  test('a body that is no JSON object at all is 422 too', async () => {
    const response = await request(server).post('/albums').type('text/plain').send('Sintra');
    expect(response.status).toBe(422);
    expect(response.body.errors).toEqual([{ pointer: '#', detail: 'must be object' }]);
  });

  test('malformed JSON is 400, without a word of the parser', async () => {
    const response = await request(server).post('/albums').type('json').send('{"title": "Sin');
    expectProblem(response, {
      status: 400,
      title: 'Bad Request',
      detail: 'The body is not well-formed JSON.',
    });
  });

  test('a malformed path is 400', async () => {
    const response = await request(server).get('/photos/%E0%A4');
    expect(response.status).toBe(400);
    expect(response.type).toBe('application/problem+json');
  });

  test('an unexpected error is 500 with a fixed text, and goes to the log', async () => {
    const failure = new Error('password authentication failed for user "ana"');
    const broken: Database = { ...database, of: () => ({ query: () => Promise.reject(failure) }) };
    const log = jest.spyOn(console, 'error').mockReturnValue();
    try {
      expectProblem(await request(createApp(broken)).get('/albums'), {
        status: 500,
        title: 'Internal Server Error',
        detail: 'The server could not answer this request.',
      });
      expect(log.mock.calls).toEqual([[failure]]);
    } finally {
      log.mockRestore();
    }
  });
});

describe('a batch', () => {
  const statuses = [201, 201, 200, 200, 200, 424, 423, 422, 404, 204];
  const hrefs = [
    '/albums/4',
    '/photos/10',
    '/albums/1',
    '/photos/9',
    '/photos/2',
    '/photos/7',
    '/photos/9',
    '/albums',
    '/photos/404',
    '/photos/8',
  ];
  let batch: string;

  beforeAll(async () => {
    batch = await readFile(new URL('../../examples/photo-album/batch.json', import.meta.url), 'utf8');
  });

  const send = (accept: string, body: string | object = batch) =>
    request(server).post('/batch').type('application/json').accept(accept).send(body);

  test('is answered 207 in JSON, in request order, with Locations and problems', async () => {
    const response = await send('application/json');
    expect(response.status).toBe(207);
    expect(response.type).toBe('application/json');
    expect(response.body.summary).toEqual({ total: 10, succeeded: 6, failed: 4, other: 0 });

    const { requests } = JSON.parse(batch) as { requests: { id: string }[] };
    const responses = response.body.responses as Record<string, unknown>[];
    expect(responses.map(({ id }) => id)).toEqual(requests.map(({ id }) => id));
    expect(responses.map(({ status }) => status)).toEqual(statuses);
    expect(responses.map(({ href }) => href)).toEqual(hrefs);
    expect(responses[0]).toMatchObject({
      headers: { location: '/albums/4' },
      body: { id: 4, title: 'Sintra' },
    });
    expect(responses[1]).toMatchObject({ headers: { location: '/photos/10' }, body: { albumId: 4 } });
    expect(responses[5]).toMatchObject({
      body: { type: 'urn:multistatus:problem:rolled-back', because: ['pair-2'], executed: false },
    });
    expect(responses[6]).toMatchObject({
      body: { type: 'about:blank', title: 'Locked', status: 423, detail: 'Photo 9 is locked.' },
    });
    expect(responses[9]).not.toHaveProperty('body');
  });

  test('is answered 207 in XML, with no href twice', async () => {
    const response = await send('application/xml');
    expect(response.status).toBe(207);
    expect(response.type).toBe('application/xml');
    const texts = (pattern: RegExp): (string | undefined)[] =>
      [...response.text.matchAll(pattern)].map(([, text]) => text);
    expect(texts(/<D:status>HTTP\/1\.1 (\d+)/g)).toEqual(statuses.map(String));
    expect(texts(/<D:response\b[^>]*?>\s*<D:href>([^<]*)</g)).toEqual(hrefs.with(6, '/batch/operations/6'));
    expect(texts(/<M:target>([^<]*)</g)).toEqual(['/photos/9']);
    expect(texts(/<D:location>\s*<D:href>([^<]*)</g)).toEqual(['/albums/4', '/photos/10']);
  });

  test('does to the database what its operations say', async () => {
    await send('application/json');
    expect((await request(server).get('/albums/4')).body).toEqual({ id: 4, title: 'Sintra' });
    expect((await request(server).get('/photos/2')).body).toMatchObject({ title: 'Tram 28, at dusk' });
    expect((await request(server).get('/photos/7')).body).toMatchObject({ title: 'Two lakes' });
    expect((await request(server).get('/photos/8')).status).toBe(404);
    expect((await request(server).get('/photos/9')).body).toMatchObject({ title: 'Harbour' });
  });

  test('of many creates gives each a number of its own', async () => {
    const titles = Array.from({ length: 60 }, (_, index) => `Album ${index}`);
    const requests = titles.map((title) => ({ method: 'POST', url: '/albums', body: { title } }));
    const response = await send('application/json', { requests });
    const created = (response.body.responses as { body: { id: number; title: string } }[]).map(
      ({ body }) => body,
    );
    expect(created.map(({ title }) => title)).toEqual(titles);
    expect(new Set(created.map(({ id }) => id)).size).toBe(60);
  });
});

describe('the demo', () => {
  test('writes the request, a table of what became of it, the answer in JSON and its replay in XML', async () => {
    let written = '';
    const succeeded = await runDemo(baseUrl, database, (text) => {
      written += stripVTControlCharacters(text);
    });
    expect(succeeded).toBe(true);
    expect(written).toContain(`POST ${baseUrl}/batch\nContent-Type: application/json\nIdempotency-Key: "`);
    const table = written.slice(written.indexOf('id  '), written.indexOf('Accept: application/json'));
    expect(table).toBe(
      [
        'id         method  URL                     status',
        'new-album  POST    /albums                 201 Created',
        'new-photo  POST    /albums/{album}/photos  201 Created',
        'album      GET     /albums/1               200 OK',
        'kept       GET     /photos/9               200 OK',
        'rename     PATCH   /photos/2               200 OK',
        'pair-1     PATCH   /photos/7               424 Failed Dependency',
        'pair-2     PATCH   /photos/9               423 Locked',
        'untitled   POST    /albums                 422 Unprocessable Entity',
        'lost       GET     /photos/404             404 Not Found',
        'remove     DELETE  /photos/8               204 No Content',
        '',
        '',
      ].join('\n'),
    );
    expect(written).toMatch(/Accept: application\/json\n207 Multi-Status\nContent-Type: application\/json/);
    expect(written).toContain('\n      "href": "/albums/4",\n');
    expect(written).toMatch(
      /Accept: application\/xml\n207 Multi-Status\nContent-Type: application\/xml.*\nIdempotency-Replayed: true\n/,
    );
    expect(written.match(/Idempotency-Replayed/g)).toHaveLength(1);
    expect(written).toContain('\n    <D:href>/albums/4</D:href>\n');
    expect(written.trimEnd()).toMatch(/\n<\/D:multistatus>$/);
  });

  test('leaves the samples as it found them', async () => {
    const samples = 'SELECT * FROM photos WHERE id < 10 ORDER BY id';
    const before = await database.query(samples);
    await runDemo(baseUrl, database, () => {});
    expect(await database.query(samples)).toEqual(before);
  });

  test('says so when the answer is no 207, and shows it', async () => {
    let written = '';
    const succeeded = await runDemo(`${baseUrl}/nowhere`, database, (text) => {
      written += stripVTControlCharacters(text);
    });
    expect(succeeded).toBe(false);
    expect(written).toContain('404 Not Found\nContent-Type: application/problem+json');
    expect(written).toContain('"detail": "There is no POST /nowhere/batch."');
  });
});
