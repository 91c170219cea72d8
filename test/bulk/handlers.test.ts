import { describe, expect, test } from '@jest/globals';
import { created, respond } from '@multistatus/core';
import { readMultistatus } from '@multistatus/document';
import { validateMultistatus } from '@multistatus/document/xml-reader';
import { bulkHosts, type HostOptions, newestHosts } from './bulk-hosts.js';
import {
  exchange,
  type ItemResponse,
  inOrder,
  JSON_TYPE,
  NDJSON,
  readDocument,
  readLines,
  type Sent,
} from './exchange.js';

const XML = 'application/xml';

interface Ran {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly responses: readonly ItemResponse[];
  /** What the option onError has heard. */
  readonly errors: readonly unknown[];
  /** What the app's own error handling has heard. */
  readonly appErrors: readonly unknown[];
}

/** Runs one request against an endpoint of its own. */
async function ran(
  host: (typeof bulkHosts)[number],
  options: Partial<HostOptions>,
  sent: Sent = {},
): Promise<Ran> {
  const errors: unknown[] = [];
  const server = await host.start({
    item: {},
    ...(options.handleMany === undefined ? { handle: () => undefined } : {}),
    onError: (error) => errors.push(error),
    ...options,
  });
  try {
    const answer = await exchange(server.port, { body: [{ id: 1 }], accept: JSON_TYPE, ...sent });
    const responses =
      sent.accept === NDJSON
        ? inOrder(readLines(answer).outcomes)
        : sent.accept === XML
          ? []
          : readDocument(answer).responses;
    return { ...answer, responses: responses ?? [], errors, appErrors: [...server.errors] };
  } finally {
    await server.close();
  }
}

describe.each(bulkHosts)('$name', (host) => {
  test('the context tells place and signal, and what the framework has', async () => {
    const contexts: object[] = [];
    const handle: HostOptions['handle'] = (_item, context) => {
      contexts.push(context);
    };
    await ran(host, { handle }, { body: [{}, {}], headers: { 'x-tenant': 'ana' } });
    const { req, ctx } = contexts[0] as {
      req?: { get(name: string): string };
      ctx?: { get(name: string): string };
    };
    expect((req ?? ctx)!.get('x-tenant')).toBe('ana');
    expect(contexts).toMatchObject([
      { index: 0, signal: { aborted: false }, transaction: undefined },
      { index: 1, signal: { aborted: false } },
    ]);
    expect(Object.keys(contexts[0]!).toSorted()).toEqual(
      [
        host.name.startsWith('Koa') ? 'ctx' : 'req',
        'idempotencyKey',
        'index',
        'signal',
        'transaction',
      ].toSorted(),
    );
  });

  test('concurrency bounds how many run at the same time, in JSON and NDJSON', async () => {
    for (const body of [Array(20).fill({}), '{}\n'.repeat(20)]) {
      let running = 0;
      let most = 0;
      const handle = async (): Promise<void> => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      };
      const { responses } = await ran(host, { handle, limits: { concurrency: 3 } }, { body });
      expect([responses.length, most]).toEqual([20, 3]);
    }
  });

  test('an item that does not end in time is aborted and answered 504, the rest goes on', async () => {
    for (const body of [[0, 1], '0\n1\n']) {
      let isAborted = false;
      const handle: HostOptions['handle'] = async (item, { signal }) => {
        if (item === 0)
          await new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason)),
          );
        isAborted = signal.aborted || isAborted;
      };
      const { responses } = await ran(
        host,
        { handle, limits: { itemTimeoutMs: 20, concurrency: 1 } },
        { body },
      );
      expect(responses).toMatchObject([
        { status: 504, body: { type: 'urn:multistatus:problem:operation-timeout', executed: 'unknown' } },
        { status: 204 },
      ]);
    }
  });

  test('at bulkTimeoutMs what runs is aborted, what has not started is not', async () => {
    const handle = (): Promise<void> => new Promise(() => undefined);
    const options = { handle, limits: { concurrency: 2, bulkTimeoutMs: 30 } };
    const { responses } = await ran(host, options, { body: [0, 1, 2, 3] });
    expect(responses.map(({ status }) => status)).toEqual([504, 504, 503, 503]);
    const lines = await ran(host, options, { body: '0\n1\n2\n3\n', accept: NDJSON });
    expect(lines.responses).toMatchObject([
      { index: 0, status: 504 },
      { index: 1, status: 504 },
      { index: 2, status: 503, body: { type: 'urn:multistatus:problem:not-started', executed: false } },
    ]);
    expect(lines.responses).toHaveLength(3);
  });

  test('at bulkTimeoutMs there is no outcome for an item that was never sent', async () => {
    const handle = (): Promise<void> => new Promise(() => undefined);
    const { responses } = await ran(
      host,
      { handle, limits: { concurrency: 2, bulkTimeoutMs: 30 } },
      { body: '0\n1\n', accept: NDJSON },
    );
    expect(responses.map(({ index, status }) => [index, status])).toEqual([
      [0, 504],
      [1, 504],
    ]);
  });

  const circular: Record<string, unknown> = {};
  circular['self'] = circular;
  test.each<[string, () => unknown]>([
    ['a BigInt', () => 1n],
    ['a circular value', () => circular],
    ['a function', () => () => 1],
    ['a symbol', () => Symbol('a')],
    ['respond() of a bad status', () => respond({ status: 99 })],
    ['respond() of a 103', () => respond({ status: 103 })],
    ['a rejection', () => Promise.reject(new Error('secret'))],
    [
      'a text that is thrown',
      () => {
        throw 'secret';
      },
    ],
    [
      'nothing that is thrown',
      () => {
        throw undefined;
      },
    ],
    [
      'an object that is thrown',
      () => {
        throw { message: 'secret' };
      },
    ],
    [
      'a value with a getter that throws',
      () => ({
        get secret(): string {
          throw new Error('secret');
        },
      }),
    ],
    [
      'respond() of a header with CR LF',
      () => respond({ status: 200, headers: { 'x-a': 'b\r\nc: secret' } }),
    ],
    [
      'respond() of a Set-Cookie with CR LF',
      () => respond({ status: 200, headers: { 'set-cookie': 'a=b\r\nc: secret' } }),
    ],
  ])('%s: that item is 500, the rest goes on, onError hears', async (_title, give) => {
    const handle = (item: unknown): unknown => (item === 0 ? give() : 'fine');
    for (const [accept, body] of [
      [JSON_TYPE, [0, 1]],
      [NDJSON, '0\n1\n'],
    ] as const) {
      const { status, responses, text, errors, appErrors } = await ran(host, { handle }, { body, accept });
      expect([status, appErrors]).toEqual([207, []]);
      expect(responses).toMatchObject([
        { status: 500, body: { type: 'urn:multistatus:problem:internal', executed: 'unknown' } },
        { status: 200, body: 'fine' },
      ]);
      expect(text).not.toContain('secret');
      expect(errors).toHaveLength(1);
    }
  });

  test('a Set-Cookie goes to the envelope of a whole answer, and is told lost of a streamed one', async () => {
    const lost: boolean[] = [];
    const options: Partial<HostOptions> = {
      handle: () => respond({ status: 200, headers: { 'Set-Cookie': ['a=1; HttpOnly', 'b=2'] } }),
      onOutcome: ({ hasLostCookies }) => {
        lost.push(hasLostCookies);
      },
    };
    const whole = await ran(host, options);
    expect(whole.headers['set-cookie']).toEqual([
      expect.stringMatching(/^a=1/),
      expect.stringMatching(/^b=2/),
    ]);
    const streamed = await ran(host, options, { accept: NDJSON });
    expect(streamed.headers['set-cookie']).toBeUndefined();
    expect(whole.text + streamed.text).not.toContain('HttpOnly');
    expect(lost).toEqual([false, true]);
  });

  test('any status of respond() stands as it is, in all formats', async () => {
    const statuses = [200, 204, 205, 300, 304, 306, 399, 400, 418, 451, 499, 599];
    const handle = (item: unknown): unknown => respond({ status: item as number, body: { a: 1 } });
    const { responses } = await ran(host, { handle }, { body: statuses });
    expect(responses.map(({ status }) => status)).toEqual(statuses);
    const { text } = await ran(host, { handle }, { body: statuses, accept: XML });
    const { document } = await readMultistatus(text, { contentType: XML });
    expect(document.responses.map(({ status }) => status)).toEqual(statuses);
    // A redirect without a Location is the handler's fault, and no other.
    expect(validateMultistatus(text).filter(({ rule }) => rule !== 'X21')).toEqual([]);
  });

  describe('href', () => {
    test.each<[string, () => unknown]>([
      [
        'throws',
        () => {
          throw new Error('secret');
        },
      ],
      ['gives nothing', () => undefined],
      ['gives a number', () => 7],
      ['gives a promise', async () => '/photos/7'],
      ['gives a promise that rejects', () => Promise.reject(new Error('secret'))],
      ['gives a URL of another origin', () => 'https://other.example/photos/7'],
      ['gives a URL without scheme', () => '//other.example/photos/7'],
      ['gives a script', () => 'javascript:alert(1)'],
      ['gives a symbol', () => Symbol('a')],
    ])('that %s: the item does not run', async (_title, href) => {
      let calls = 0;
      const handle = (): unknown => {
        calls += 1;
        return created('/photos/8');
      };
      const { responses, text, errors } = await ran(host, { handle, href: href as () => string });
      expect(responses).toMatchObject([
        {
          href: '/photos/items/0',
          status: 500,
          body: { type: 'urn:multistatus:problem:internal', executed: false },
        },
      ]);
      expect([calls, errors.length]).toEqual([0, 1]);
      expect(text).not.toMatch(/secret|batch\.invalid|other\.example/);
    });

    test('is called for valid items alone, with the item as its schema made it', async () => {
      const called: unknown[] = [];
      const href = (item: unknown, index: number): string => {
        called.push([item, index]);
        return `/photos/${(item as { id: number }).id}`;
      };
      const item = { type: 'object', properties: { id: { type: 'integer' } } };
      const { responses } = await ran(host, { item, href }, { body: [{ id: 'a' }, { id: 7 }] });
      expect(called).toEqual([[{ id: 7 }, 1]]);
      expect(responses.map((response) => response.href)).toEqual(['/photos/items/0', '/photos/7']);
    });

    test('is written as a path of this app, percent-encoded', async () => {
      const hrefs = ['/fotos/são roque', '7', '?id=7', '/a/../b', 'http://127.0.0.1/x', '/{a}'];
      const href = (item: unknown): string => hrefs[item as number]!;
      const body = [...hrefs.keys()].slice(0, 4);
      const { responses } = await ran(host, { href }, { body });
      expect(responses.map((response) => response.href)).toEqual([
        '/fotos/s%C3%A3o%20roque',
        '/7',
        '/photos?id=7',
        '/b',
      ]);
    });

    test('defaults to the path of the endpoint and the index, whatever the query and the last slash', async () => {
      const { responses } = await ran(host, {}, { path: '/photos?dry=1', body: [1, 2] });
      expect(responses.map((response) => response.href)).toEqual(['/photos/items/0', '/photos/items/1']);
    });
  });
});

describe.each(newestHosts)('handleMany in $name', (host) => {
  test('gets all valid items at once, and answers for each in order', async () => {
    const calls: unknown[] = [];
    const handleMany: HostOptions['handleMany'] = async (items, { index }) => {
      calls.push([items, index]);
      return [
        undefined,
        created('/photos/9'),
        Object.assign(new Error('taken'), { status: 409, expose: true }),
        respond({ status: 202 }),
        'x',
      ];
    };
    const body = ['bad', 1, 2, 'bad', 3, 4, 5];
    for (const sent of [
      { body },
      { body: body.map((item) => `${JSON.stringify(item)}\n`).join('') },
      { body, accept: NDJSON },
    ]) {
      calls.length = 0;
      const { responses } = await ran(
        host,
        { item: { type: 'integer' }, handleMany, limits: { concurrency: 1 } },
        sent,
      );
      expect(responses.map(({ status }) => status)).toEqual([422, 204, 201, 422, 409, 202, 200]);
      expect(responses[4]!.body).toMatchObject({ detail: 'taken' });
      expect(calls).toEqual([[[1, 2, 3, 4, 5], 1]]);
    }
  });

  test('is not called where no item is valid', async () => {
    let calls = 0;
    const handleMany = (): unknown[] => {
      calls += 1;
      return [];
    };
    const { responses } = await ran(host, { item: { type: 'string' }, handleMany }, { body: [1, 2] });
    expect([responses.map(({ status }) => status), calls]).toEqual([[422, 422], 0]);
  });

  test.each<[string, () => unknown, string]>([
    ['too few outcomes', () => [1], 'got 1 for 2 items'],
    ['too many', () => [1, 2, 3], 'got 3 for 2 items'],
    ['none', () => undefined, 'got undefined for 2 items'],
    ['null', () => null, 'got null for 2 items'],
    ['a promise of an object', async () => ({ 0: 1, 1: 2, length: 2 }), 'got object for 2 items'],
    ['a text of the same length', () => 'ab', 'got string for 2 items'],
    ['a sparse list', () => Object.assign(Array(2), { 1: 1 }), 'for 2 items'],
  ])(
    'that gives %s: every item is 500, and onError hears once what was got',
    async (_title, give, message) => {
      const handleMany = give as NonNullable<HostOptions['handleMany']>;
      const { responses, errors } = await ran(host, { handleMany }, { body: [1, 2] });
      expect(responses.map(({ status }) => status)).toEqual([500, 500]);
      expect(errors.map(String)).toEqual([expect.stringContaining(message)]);
      expect(String(errors[0])).toMatch(
        /^TypeError: bulk\.handleMany must return an array with one answer per item/,
      );
    },
  );

  test('that throws: every item ends with the error', async () => {
    const handleMany = (): never => {
      throw Object.assign(new Error('busy'), { status: 503, expose: true });
    };
    const { responses } = await ran(host, { handleMany }, { body: [1, 2] });
    expect(responses).toMatchObject([{ status: 503, body: { detail: 'busy' } }, { status: 503 }]);
  });

  test('has the time of the whole, and is aborted at its end', async () => {
    let signal: AbortSignal | undefined;
    const handleMany: HostOptions['handleMany'] = (_items, context) => {
      signal = context.signal;
      return new Promise(() => undefined);
    };
    const { responses } = await ran(
      host,
      { handleMany, limits: { itemTimeoutMs: 5, bulkTimeoutMs: 40 } },
      { body: [1, 2] },
    );
    expect(responses.map(({ status }) => status)).toEqual([504, 504]);
    expect(signal!.aborted).toBe(true);
  });

  test('one answer that has no JSON fails alone', async () => {
    const { responses } = await ran(host, { handleMany: () => [1, 2n, 3] }, { body: [1, 2, 3] });
    expect(responses.map(({ status }) => status)).toEqual([200, 500, 200]);
  });
});

describe('validators in Express 5', () => {
  const host = newestHosts[0]!;
  const standard = (validate: (value: unknown) => unknown): HostOptions['item'] =>
    ({ '~standard': { version: 1, vendor: 'test', validate } }) as unknown as HostOptions['item'];

  test.each<[string, (value: unknown) => unknown]>([
    [
      'throws',
      () => {
        throw new Error('secret');
      },
    ],
    ['rejects', () => Promise.reject(new Error('secret'))],
    ['gives nothing', () => undefined],
  ])('one that %s: the item does not run, the rest goes on', async (_title, validate) => {
    const item = standard((value) => (value === 0 ? validate(value) : { value }));
    for (const [accept, body] of [
      [JSON_TYPE, [0, 1]],
      [NDJSON, '0\n1\n'],
    ] as const) {
      const { responses, errors, text } = await ran(host, { item }, { body, accept });
      expect(responses).toMatchObject([{ status: 500, body: { executed: false } }, { status: 204 }]);
      expect(errors).toHaveLength(1);
      expect(text).not.toContain('secret');
    }
  });

  test.each([
    ['a JSON list', JSON_TYPE, [0, 1]],
    ['NDJSON', NDJSON, '0\n1\n'],
  ] as const)(
    'one that never ends is not waited for longer than an item may take: %s',
    async (_title, accept, body) => {
      const item = standard((value) => (value === 0 ? new Promise(() => undefined) : { value }));
      const server = await host.start({
        item,
        handle: () => undefined,
        limits: { itemTimeoutMs: 50, bulkTimeoutMs: 100 },
      });
      const answered = exchange(server.port, { body, accept }).then(
        ({ status }) => status,
        () => 'no answer',
      );
      const late = new Promise((resolve) => setTimeout(resolve, 1_000, 'no answer in ten times its time'));
      expect(await Promise.race([answered, late])).toBe(207);
      await server.close();
    },
  );

  test('a fault without a text is told in XML too', async () => {
    const item = standard(() => ({ issues: [{}] }));
    const { status, text } = await ran(host, { item }, { accept: XML });
    expect([status, validateMultistatus(text)]).toEqual([207, []]);
  });
});
