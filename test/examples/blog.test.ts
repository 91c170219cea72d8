import { readFile } from 'node:fs/promises';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createApp } from 'blog';
import Koa2 from 'koa2';
import request, { type Response } from 'supertest';
import { elementsOf, findViolations, parseXml, textOf } from '../support/multistatus-rules.js';

/** The same middleware, in the same order, on the Koa before. */
function createAppOnKoa2(): Koa2 {
  const app = new Koa2();
  for (const middleware of createApp().middleware) app.use(middleware as unknown as Koa2.Middleware);
  return app;
}

function expectProblem(
  response: Response,
  problem: { status: number; title: string; detail?: string },
): void {
  expect(response.status).toBe(problem.status);
  expect(response.type).toBe('application/problem+json');
  expect(response.body).toEqual({ type: 'about:blank', ...problem });
}

const notFound = (detail: string) => ({ status: 404, title: 'Not Found', detail });

describe.each([
  ['Koa 3', createApp],
  ['Koa 2', createAppOnKoa2],
])('on %s', (_name, create) => {
  let handler: Parameters<typeof request>[0];

  beforeEach(() => {
    handler = create().callback();
  });

  describe('posts', () => {
    test('are listed in order', async () => {
      const response = await request(handler).get('/posts');
      expect(response.status).toBe(200);
      expect(response.body).toEqual([
        { id: '1', title: 'Tram 28, uphill', closed: false },
        { id: '2', title: 'Where to hear fado', closed: true },
      ]);
    });

    test('are created, with a Location where they are then read', async () => {
      const created = await request(handler).post('/posts').send({ title: 'Tarts & trams' });
      expect(created.status).toBe(201);
      expect(created.headers['location']).toBe('/posts/3');
      expect(created.body).toEqual({ id: '3', title: 'Tarts & trams', closed: false });

      const read = await request(handler).get('/posts/3');
      expect(read.status).toBe(200);
      expect(read.body).toEqual({ ...created.body, comments: [] });
    });

    test('may be created closed, but not with an id of the sender', async () => {
      const created = await request(handler).post('/posts').send({ id: '1', title: 'Errata', closed: true });
      expect(created.body).toEqual({ id: '3', title: 'Errata', closed: true });
    });

    test('are read with their own comments', async () => {
      const response = await request(handler).get('/posts/2');
      expect(response.status).toBe(200);
      expect(response.body).toEqual({
        id: '2',
        title: 'Where to hear fado',
        closed: true,
        comments: [{ id: '2', postId: '2', text: 'Not on a Monday.' }],
      });
    });

    test.each([
      [{ title: 'Tram 28, both ways' }, { id: '1', title: 'Tram 28, both ways', closed: false }],
      [{ closed: true }, { id: '1', title: 'Tram 28, uphill', closed: true }],
      [{ id: '2' }, { id: '1', title: 'Tram 28, uphill', closed: false }],
    ])('are changed in what %j names of title and closed, and nothing else', async (change, post) => {
      const response = await request(handler).patch('/posts/1').send(change);
      expect(response.status).toBe(200);
      expect(response.body).toEqual(post);
      expect((await request(handler).get('/posts/1')).body).toMatchObject(post);
    });

    test('are deleted with their comments, and their ids not given again', async () => {
      const response = await request(handler).delete('/posts/2');
      expect(response.status).toBe(204);
      expect(response.text).toBe('');
      expect((await request(handler).get('/posts/2')).status).toBe(404);
      expect((await request(handler).get('/comments/2')).status).toBe(404);
      expect((await request(handler).get('/comments/1')).status).toBe(200);
      const created = await request(handler).post('/posts').send({ title: 'Where to hear jazz' });
      expect(created.headers['location']).toBe('/posts/3');
    });
  });

  describe('comments', () => {
    test('are created on a post, with a Location where they are then read', async () => {
      const created = await request(handler).post('/posts/1/comments').send({ text: 'Hold on tight.' });
      expect(created.status).toBe(201);
      expect(created.headers['location']).toBe('/comments/3');
      expect(created.body).toEqual({ id: '3', postId: '1', text: 'Hold on tight.' });

      const read = await request(handler).get('/comments/3');
      expect(read.status).toBe(200);
      expect(read.body).toEqual(created.body);
      expect((await request(handler).get('/posts/1')).body.comments).toContainEqual(created.body);
    });

    test('are refused by a closed post with 409, until it is opened', async () => {
      const send = () => request(handler).post('/posts/2/comments').send({ text: 'Tuesdays?' });
      const refusal = { status: 409, title: 'Conflict', detail: 'Post 2 is closed for comments.' };
      expectProblem(await send(), refusal);
      expect((await request(handler).get('/posts/2')).body.comments).toHaveLength(1);
      await request(handler).patch('/posts/2').send({ closed: false });
      expect((await send()).status).toBe(201);
    });

    test('are deleted', async () => {
      const response = await request(handler).delete('/comments/1');
      expect(response.status).toBe(204);
      expect(response.text).toBe('');
      expect((await request(handler).get('/comments/1')).status).toBe(404);
      expect((await request(handler).get('/posts/1')).body.comments).toEqual([]);
    });
  });

  describe('refusals', () => {
    test.each([
      ['get', '/posts/404'],
      ['patch', '/posts/404'],
      ['delete', '/posts/404'],
      ['post', '/posts/404/comments'],
      ['get', '/comments/404'],
      ['delete', '/comments/404'],
      ['get', '/posts/01'],
      ['get', '/posts/constructor'],
    ] as const)('%s %s is 404 for want of such a thing', async (method, url) => {
      const response = await request(handler)[method](url).send({ title: 'Any', text: 'Any' });
      expectProblem(response, notFound(`There is nothing at ${url}.`));
    });

    test.each([
      ['put', '/posts/1', 'PUT /posts/1'],
      ['patch', '/comments/1', 'PATCH /comments/1'],
      ['get', '/', 'GET /'],
      ['post', '/batch/more', 'POST /batch/more'],
    ] as const)('%s %s is 404 for want of such a route', async (method, url, route) => {
      expectProblem(await request(handler)[method](url).send({}), notFound(`There is no ${route}.`));
    });

    const titleNeeded = 'A post needs a title.';
    const closedOrNot = 'A post is closed or not: true or false.';
    const textNeeded = 'A comment needs a text.';
    test.each([
      { method: 'post', url: '/posts', body: {}, detail: titleNeeded },
      { method: 'post', url: '/posts', body: [], detail: titleNeeded },
      { method: 'post', url: '/posts', body: { title: ' ' }, detail: titleNeeded },
      { method: 'post', url: '/posts', body: { title: 7 }, detail: titleNeeded },
      { method: 'post', url: '/posts', body: { title: 'Any', closed: 'no' }, detail: closedOrNot },
      { method: 'patch', url: '/posts/1', body: { title: null }, detail: titleNeeded },
      { method: 'patch', url: '/posts/1', body: { closed: 0 }, detail: closedOrNot },
      { method: 'post', url: '/posts/1/comments', body: {}, detail: textNeeded },
      { method: 'post', url: '/posts/1/comments', body: { text: '' }, detail: textNeeded },
    ] as const)('$method $url with $body is 422 and says why', async ({ method, url, body, detail }) => {
      const before = (await request(handler).get('/posts/1')).body;
      const response = await request(handler)[method](url).send(body);
      expectProblem(response, { status: 422, title: 'Unprocessable Entity', detail });
      expect((await request(handler).get('/posts/1')).body).toEqual(before);
      expect((await request(handler).get('/posts')).body).toHaveLength(2);
    });

    test('malformed JSON is 400, without a word of the parser', async () => {
      const response = await request(handler).post('/posts').type('json').send('{"title": "Tra');
      expectProblem(response, { status: 400, title: 'Bad Request' });
    });
  });

  describe('a batch', () => {
    const statuses = [201, 201, 409, 200, 200, 422, 404, 204];
    const hrefs = [
      '/posts/3',
      '/comments/3',
      '/posts/2/comments',
      '/posts/2',
      '/posts/1',
      '/posts',
      '/posts/404',
      '/comments/1',
    ];
    let batch: string;

    beforeAll(async () => {
      batch = await readFile(new URL('../../examples/blog/batch.json', import.meta.url), 'utf8');
    });

    const send = (accept: string) =>
      request(handler).post('/batch').type('application/json').accept(accept).send(batch);

    test('is answered 207 in JSON, in request order, with Locations and problems', async () => {
      const response = await send('application/json');
      expect(response.status).toBe(207);
      expect(response.type).toBe('application/json');
      expect(response.body.summary).toEqual({ total: 8, succeeded: 5, failed: 3, other: 0 });

      const { requests } = JSON.parse(batch) as { requests: { id: string }[] };
      const responses = response.body.responses as Record<string, unknown>[];
      expect(responses.map(({ id }) => id)).toEqual(requests.map(({ id }) => id));
      expect(responses.map(({ status }) => status)).toEqual(statuses);
      expect(responses.map(({ href }) => href)).toEqual(hrefs);
      expect(responses[0]).toMatchObject({
        headers: { location: '/posts/3' },
        body: { id: '3', title: 'Custard tarts, ranked', closed: false },
      });
      expect(responses[2]).toMatchObject({
        headers: { 'content-type': 'application/problem+json' },
        body: {
          type: 'about:blank',
          title: 'Conflict',
          status: 409,
          detail: 'Post 2 is closed for comments.',
        },
      });
      expect(responses[7]).not.toHaveProperty('body');
    });

    test('is answered 207 in XML that keeps the rules of RFC 4918', async () => {
      const response = await send('application/xml');
      expect(response.status).toBe(207);
      expect(response.type).toBe('application/xml');
      expect(findViolations(response.text)).toEqual([]);

      const responses = elementsOf(parseXml(response.text), '{DAV:}response');
      const textsOf = (name: string): string[] =>
        responses.flatMap((element) => elementsOf(element, name)).map(textOf);
      expect(textsOf('{DAV:}status').map((line) => Number(line.split(' ')[1]))).toEqual(statuses);
      expect(textsOf('{DAV:}href')).toEqual(hrefs);
      const bodies = textsOf('{urn:multistatus:xml:1}body').map((body) => JSON.parse(body) as unknown);
      expect(bodies).toHaveLength(7);
      expect(bodies[1]).toEqual({ id: '3', postId: '1', text: 'Bring coins & patience.' });
    });

    test('does to the blog what its operations say', async () => {
      await send('application/json');
      expect((await request(handler).get('/posts/1')).body).toEqual({
        id: '1',
        title: 'Tram 28, both ways',
        closed: false,
        comments: [{ id: '3', postId: '1', text: 'Bring coins & patience.' }],
      });
      expect((await request(handler).get('/posts')).body).toHaveLength(3);
      expect((await request(handler).get('/posts/2')).body.comments).toHaveLength(1);
    });
  });
});

test('an unexpected error is 500 without a word of it, which the app hears', async () => {
  const app = createApp();
  const failure = new Error('cannot reach 10.0.0.7');
  app.middleware.splice(-1, 0, () => Promise.reject(failure));
  const heard: unknown[] = [];
  app.on('error', (error) => heard.push(error));
  expectProblem(await request(app.callback()).get('/elsewhere'), {
    status: 500,
    title: 'Internal Server Error',
  });
  expect(heard).toEqual([failure]);
});

describe('moderation', () => {
  test('answers for each verdict, and carries out the good ones', async () => {
    const handler = createApp().callback();
    const response = await request(handler)
      .patch('/comments')
      .set('accept', 'application/json')
      .send([
        { id: '1', verdict: 'hide' },
        { id: '2', verdict: 'remove' },
        { id: '3', verdict: 'praise' },
        { id: '9', verdict: 'remove' },
      ]);
    expect(response.status).toBe(207);
    const { summary, responses } = response.body as {
      summary: unknown;
      responses: { href: string; status: number; body?: { errors?: { pointer: string }[] } }[];
    };
    expect(summary).toEqual({ total: 4, succeeded: 2, failed: 2, other: 0 });
    expect(responses.map(({ href, status }) => [href, status])).toEqual([
      ['/comments/1', 200],
      ['/comments/2', 204],
      ['/comments/items/2', 422],
      ['/comments/9', 404],
    ]);
    expect(responses[2]?.body?.errors?.[0]?.pointer).toBe('#/verdict');
    expect((await request(handler).get('/posts/1')).body).toMatchObject({ comments: [] });
    expect((await request(handler).get('/comments/1')).body).toMatchObject({ hidden: true });
    expect((await request(handler).get('/comments/2')).status).toBe(404);
  });

  test('refuses two verdicts on one comment, both of them', async () => {
    const handler = createApp().callback();
    const response = await request(handler)
      .patch('/comments')
      .send([
        { id: '1', verdict: 'hide' },
        { id: '1', verdict: 'keep' },
      ]);
    const { responses } = response.body as { responses: { status: number }[] };
    expect(responses.map(({ status }) => status)).toEqual([409, 409]);
    expect((await request(handler).get('/comments/1')).body).not.toHaveProperty('hidden');
  });
});
