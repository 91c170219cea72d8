import { describe, expect, jest, test } from '@jest/globals';
import { BatchError, batchFetch, isBatchError } from '@multistatus/client';
import { answer, answerResponses, type Misbehaviour, ok, serveMisbehaving } from '../misbehaving-server.js';
import { createStillClock } from '../still-clock.js';

/** Answers each operation as `ok` does, with the body `0` for the first, `1` for the second. */
function okEach(ids: readonly string[]): object[] {
  return ids.map((id, index) => ({ ...ok(id), body: String(index) }));
}

interface Told {
  /** What each call was told: its status and body, or its error. */
  readonly calls: readonly unknown[];
  /** What reached the server. */
  readonly seen: readonly string[];
}

/** Sends a GET and a POST at the same time, and waits until both have settled. */
async function callTwo(misbehave: Misbehaviour): Promise<Told> {
  const traffic = await serveMisbehaving(misbehave);
  try {
    const api = batchFetch({ url: traffic.url, onFallback: () => {} });
    const calls = await Promise.all(
      [api('/a'), api('/b', { method: 'POST', body: 'x' })].map((call) =>
        call
          .then(async (response) => [response.status, await response.text()])
          .catch((error: unknown) => error),
      ),
    );
    return { calls, seen: traffic.seen };
  } finally {
    await traffic.close();
  }
}

const TOGETHER = ['GET /batch', 'POST /batch'];
const SINGLY = [...TOGETHER, 'GET /a', 'POST /b'];
const SINGLE = [200, 'single'];
const problem = (status: number, executed: unknown): object => ({
  type: 'urn:multistatus:problem:limit-exceeded',
  title: 'The batch exceeds a limit',
  status,
  detail: 'too much',
  executed,
});

describe('where nothing ran, each call goes by itself, once', () => {
  test.each<[string, Misbehaviour]>([
    ['404 and HTML', answer(404, 'text/html', '<h1>Not found</h1>')],
    ['405 and nothing', answer(405, 'text/plain', '')],
    ['400 and a problem', answer(400, 'application/problem+json', problem(400, false))],
    ['400 and a JSON error', answer(400, 'application/json', { error: 'bad' })],
    ['401 and HTML', answer(401, 'text/html', 'who are you')],
    ['413 and a problem', answer(413, 'application/problem+json', problem(413, false))],
    ['413 and HTML', answer(413, 'text/html', '<html>')],
    ['429 and text', answer(429, 'text/plain', 'slow down')],
    ['501 and a problem', answer(501, 'application/problem+json', problem(501, false))],
    [
      '503 and a problem that says that nothing ran',
      answer(503, 'application/problem+json', problem(503, false)),
    ],
    ['a redirect', (res) => void res.writeHead(302, { location: '/a' }).end()],
    [
      '403 for each operation',
      answerResponses((ids) =>
        ids.map((id) => ({
          ...ok(id),
          status: 403,
          headers: { 'content-type': 'application/problem+json' },
          body: { ...problem(403, false), type: 'urn:multistatus:problem:nested-batch' },
        })),
      ),
    ],
  ])('%s', async (_title, misbehave) => {
    const { calls, seen } = await callTwo(misbehave);
    expect(calls).toEqual([SINGLE, SINGLE]);
    expect(seen.toSorted()).toEqual(SINGLY.toSorted());
  });

  test.each<[string, number, boolean]>([
    ['404', 404, true],
    ['405', 405, true],
    ['501', 501, true],
    ['401', 401, false],
    ['413', 413, false],
  ])('after %s to the first batch the next calls go on without one: %s', async (_title, status, isAbsent) => {
    const traffic = await serveMisbehaving(answer(status, 'text/html', ''));
    try {
      const messages: string[] = [];
      const api = batchFetch({ url: traffic.url, onFallback: (message) => messages.push(message) });
      await Promise.all([api('/a'), api('/b')]);
      traffic.forget();
      await Promise.all([api('/a'), api('/b')]);
      const expected = isAbsent ? ['GET /a', 'GET /b'] : ['GET /a', 'GET /b', 'POST /batch'];
      expect(traffic.seen.toSorted()).toEqual(expected);
      const message = `batchFetch sends every call alone: there is no batch endpoint at ${traffic.url}, which answered ${status}`;
      expect(messages).toEqual(isAbsent ? [message] : []);
    } finally {
      await traffic.close();
    }
  });

  test('after a web page the next calls go on without a batch', async () => {
    const traffic = await serveMisbehaving(answer(200, 'text/html', '<!doctype html><p>Welcome</p>'));
    try {
      const messages: string[] = [];
      const api = batchFetch({ url: traffic.url, onFallback: (message) => messages.push(message) });
      const callBoth = () => Promise.allSettled([api('/a'), api('/b')]);
      for (const result of await callBoth()) {
        const { message } = (result as PromiseRejectedResult).reason as BatchError;
        expect(message).toContain('a web page; check that the URL is that of a batch endpoint');
      }
      traffic.forget();
      expect((await callBoth()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
      expect(traffic.seen.toSorted()).toEqual(['GET /a', 'GET /b']);
      expect(messages).toEqual([expect.stringContaining('which answered with a web page')]);
    } finally {
      await traffic.close();
    }
  });

  test('two batches that are refused at the same time are reported once', async () => {
    const traffic = await serveMisbehaving(answer(404, 'text/html', ''));
    try {
      const messages: string[] = [];
      const api = batchFetch({ url: traffic.url, onFallback: (message) => messages.push(message) });
      const callAs = (user: string) => api('/a', { headers: { authorization: user } });
      await Promise.all(['ana', 'ana', 'rui', 'rui'].map(callAs));
      expect(traffic.seen.filter((line) => line === 'POST /batch')).toHaveLength(2);
      expect(messages).toHaveLength(1);
    } finally {
      await traffic.close();
    }
  });

  test('without onFallback, the message is printed', async () => {
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => {});
    const traffic = await serveMisbehaving(answer(404, 'text/html', ''));
    try {
      const api = batchFetch({ url: traffic.url });
      await Promise.all([api('/a'), api('/b')]);
      expect(warn.mock.calls).toEqual([[expect.stringContaining('which answered 404')]]);
    } finally {
      warn.mockRestore();
      await traffic.close();
    }
  });

  test('a 404 after a batch that worked does not end batching', async () => {
    let count = 0;
    const traffic = await serveMisbehaving((res, ids) => {
      count += 1;
      (count === 2 ? answer(404, 'text/html', '') : answerResponses(okEach))(res, ids);
    });
    try {
      const api = batchFetch({ url: traffic.url });
      for (const expected of [
        ['0', '1'],
        ['single', 'single'],
        ['0', '1'],
      ]) {
        const responses = await Promise.all([api('/a'), api('/b')]);
        const texts = await Promise.all(responses.map((response) => response.text()));
        expect(texts.map((text) => text.replaceAll('"', ''))).toEqual(expected);
      }
    } finally {
      await traffic.close();
    }
  });
});

describe('where the operations may have run, no call is sent again, and each is told', () => {
  const half = JSON.stringify({ responses: [ok('0'), ok('1')] }).slice(0, -20);
  test.each<[string, Misbehaviour, number | undefined]>([
    ['200 and HTML', answer(200, 'text/html', '<!doctype html><p>Welcome</p>'), 200],
    ['200 and nothing', (res) => void res.end(), 200],
    ['200 and another JSON', answer(200, 'application/json', { hello: 'world' }), 200],
    ['207 and no JSON', answer(207, 'application/json', 'hello'), 207],
    ['207 and half a document', answer(207, 'application/json', half), 207],
    ['422 and half a document', answer(422, 'application/json', half), 422],
    ['207 and half of XML', answer(207, 'application/xml', '<D:multistatus xmlns:D="DAV:"><D:resp'), 207],
    ['500 and HTML', answer(500, 'text/html', '<h1>Oops</h1>'), 500],
    ['500 and a problem', answer(500, 'application/problem+json', problem(500, 'unknown')), 500],
    ['502 and text', answer(502, 'text/plain', 'Bad gateway'), 502],
    ['503 and HTML', answer(503, 'text/html', ''), 503],
    ['a connection that ends', (res) => void res.destroy(), undefined],
    [
      'a connection that ends in the middle',
      (res) => {
        res.writeHead(207, { 'content-type': 'application/json', 'content-length': '1000' });
        res.write(half, () => res.destroy());
      },
      undefined,
    ],
  ])('%s', async (_title, misbehave, status) => {
    const { calls, seen } = await callTwo(misbehave);
    expect(seen).toEqual(TOGETHER);
    for (const error of calls) {
      expect(error).toBeInstanceOf(BatchError);
      expect(isBatchError(error)).toBe(true);
      const { message, executed, status: told } = error as BatchError;
      expect([executed, told]).toEqual(['unknown', status]);
      expect(message).toContain(status === undefined ? 'connection failed' : `answered ${status}`);
      expect(message).toContain('may have run');
    }
  });
});

describe('outcomes that are not one for each call', () => {
  const unknown = expect.objectContaining({ name: 'BatchError', executed: 'unknown' });
  const status = (id = '', code = 0): object => ({ ...ok(id), status: code });
  test.each<[string, (ids: readonly string[]) => readonly object[], readonly unknown[], RegExp]>([
    ['none at all', () => [], [unknown, unknown], /does not contain it/],
    [
      'one is missing',
      (ids) => okEach(ids).slice(1),
      [unknown, [200, '"1"']],
      /operation ".+" is unknown.*does not contain it/,
    ],
    [
      'one is there twice',
      (ids) => [...okEach(ids), status(ids[0], 404)],
      [unknown, [200, '"1"']],
      /contains it twice/,
    ],
    [
      'one is of no final status',
      (ids) => [status(ids[0], 101), ...okEach(ids).slice(1)],
      [unknown, [200, '"1"']],
      /reports the status 101/,
    ],
    [
      'one is of no status at all',
      (ids) => [
        { id: ids[0], href: '/a', propstats: [{ status: 200, properties: [] }] },
        ...okEach(ids).slice(1),
      ],
      [unknown, [200, '"1"']],
      /reports properties/,
    ],
    [
      'they have no ids',
      () => [
        { href: '/a', status: 200 },
        { href: '/b', status: 200 },
      ],
      [unknown, unknown],
      /does not contain it/,
    ],
  ])('%s', async (_title, toResponses, expected, message) => {
    const { calls, seen } = await callTwo(answerResponses(toResponses));
    expect(calls).toEqual(expected);
    expect((calls[0] as Error).message).toMatch(message);
    expect(seen).toEqual(TOGETHER);
  });

  test.each<[string, (ids: readonly string[]) => readonly object[]]>([
    ['they come in another order', (ids) => okEach(ids).toReversed()],
    ['others are there besides', (ids) => [ok('0'), ok('x'), ...okEach(ids), ok('y')]],
  ])('%s: each call gets its own', async (_title, toResponses) => {
    expect((await callTwo(answerResponses(toResponses))).calls).toEqual([
      [200, '"0"'],
      [200, '"1"'],
    ]);
  });
});

describe('the status of the batch does not matter where there are outcomes', () => {
  test.each([200, 207, 404, 422, 500])('%d', async (status) => {
    const { calls } = await callTwo((res, ids) =>
      answer(status, 'application/json', { responses: okEach(ids) })(res, ids),
    );
    expect(calls).toEqual([
      [200, '"0"'],
      [200, '"1"'],
    ]);
  });
});

test('outcomes in XML are read too', async () => {
  const xml = (ids: readonly string[]): string =>
    `<D:multistatus xmlns:D="DAV:" xmlns:M="urn:multistatus:xml:1">${ids
      .map(
        (id, index) =>
          `<D:response M:id="${id}"><D:href>/${id}</D:href><D:status>HTTP/1.1 201 Created</D:status><M:body encoding="text">a&amp;${index}</M:body></D:response>`,
      )
      .join('')}</D:multistatus>`;
  const { calls } = await callTwo((res, ids) => answer(207, 'application/xml', xml(ids))(res, ids));
  expect(calls).toEqual([
    [201, 'a&0'],
    [201, 'a&1'],
  ]);
});

test('a 207 inside a batch is a 207 with its body', async () => {
  const inner = { responses: [{ href: '/x', status: 423 }] };
  const { calls } = await callTwo(
    answerResponses((ids) => ids.map((id) => ({ ...ok(id), status: 207, body: inner }))),
  );
  expect(calls).toEqual(Array(2).fill([207, JSON.stringify(inner)]));
});

describe('a body that the server left out', () => {
  const omitted = answerResponses((ids) =>
    ids.map((id) => ({ id, href: `/${id}`, status: 200, bodyOmitted: 'too-large' })),
  );
  test('is fetched by a GET of its own; of anything else the status stands, and reading the body fails', async () => {
    const { calls, seen } = await callTwo(omitted);
    expect(calls[0]).toEqual(SINGLE);
    expect((calls[1] as Error).message).toMatch(/left this body out/);
    expect(seen).toEqual([...TOGETHER, 'GET /a']);
  });
});

test('one call whose operation is at fault does not fail the others', async () => {
  const traffic = await serveMisbehaving((res, ids) =>
    answer(ids.length > 2 ? 400 : 207, 'application/problem+json', problem(400, false))(res, ids),
  );
  try {
    const api = batchFetch({ url: traffic.url });
    const responses = await Promise.all(['/a', '/b', '/c'].map((url) => api(url)));
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
  } finally {
    await traffic.close();
  }
});

test('where nobody listens, a call that is sent alone is sent again, whatever its method is', async () => {
  const traffic = await serveMisbehaving(answer(200, 'text/plain', ''));
  await traffic.close();
  const clock = createStillClock();
  const api = batchFetch({ url: traffic.url, retry: { clock } });
  await expect(api('/a', { method: 'POST' })).rejects.toThrow('fetch failed');
  expect(clock.waits).toHaveLength(2);
});

test('where nobody listens, each call is told so', async () => {
  const traffic = await serveMisbehaving(answer(200, 'text/plain', ''));
  await traffic.close();
  const api = batchFetch({ url: traffic.url });
  const errors = await Promise.all(
    [api('/a'), api('/b')].map((call) => call.catch((error: unknown) => error)),
  );
  for (const error of errors)
    expect(error).toMatchObject({
      name: 'BatchError',
      executed: false,
      status: undefined,
      message: `There is no connection to ${traffic.url} (ECONNREFUSED); nothing has run`,
    });
});
