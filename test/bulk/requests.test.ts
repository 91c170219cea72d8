import { Agent } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import {
  type BulkServer,
  bulkHosts,
  type HostOptions,
  newestHosts,
  type Surroundings,
} from './bulk-hosts.js';
import {
  exchange,
  inOrder,
  JSON_TYPE,
  NDJSON,
  OpenExchange,
  readDocument,
  readLines,
  type Sent,
  statusesOf,
} from './exchange.js';

const INFINITE = {
  limits: {
    maxItems: Number.POSITIVE_INFINITY,
    maxBodyBytes: Number.POSITIVE_INFINITY,
    bulkTimeoutMs: Number.POSITIVE_INFINITY,
  },
};

/** Starts an endpoint for one test. */
async function using(
  [host, options, surroundings]: readonly [(typeof bulkHosts)[number], Partial<HostOptions>, Surroundings?],
  run: (server: BulkServer, send: (sent: Sent) => ReturnType<typeof exchange>) => Promise<void>,
): Promise<void> {
  const server = await host.start({ item: {}, handle: () => undefined, ...options }, surroundings);
  try {
    await run(server, (sent) => exchange(server.port, sent));
  } finally {
    await server.close();
  }
}

describe.each(bulkHosts)('$name', (host) => {
  describe.each([false, true])('behind a body parser: %p', (hasParser) => {
    test('a body that is no list is refused, and nothing runs', async () => {
      let calls = 0;
      const handle = (): void => {
        calls += 1;
      };
      await using([host, { handle }, { hasParser }], async (_server, send) => {
        for (const text of hasParser ? [] : ['"text"', '7', 'true', 'null']) {
          const { status, text: problem } = await send({ body: Buffer.from(text), type: JSON_TYPE });
          expect([status, JSON.parse(problem)]).toMatchObject([
            400,
            { type: 'urn:multistatus:problem:invalid-list', executed: false },
          ]);
        }
        const malformed = await send({ body: Buffer.from('[{"id":1},'), type: JSON_TYPE });
        expect(malformed.status).toBeGreaterThanOrEqual(400); // by the parser, if it is the first to read
        expect(calls).toBe(0);
      });
    });

    test('1 000 items are taken, 1 001 are not', async () => {
      let calls = 0;
      const handle = (): void => {
        calls += 1;
      };
      await using([host, { handle }, { hasParser }], async (_server, send) => {
        const refused = await send({ body: Array(1_001).fill({}) });
        expect([refused.status, JSON.parse(refused.text)]).toMatchObject([
          413,
          { type: 'urn:multistatus:problem:limit-exceeded', limit: 'maxItems', max: 1_000, actual: 1_001 },
        ]);
        expect(calls).toBe(0);
        expect(readDocument(await send({ body: Array(1_000).fill({}) })).summary.succeeded).toBe(1_000);
        expect(calls).toBe(1_000);
      });
    });

    test('an item of 5 MB among small ones fails alone where the body may be as long', async () => {
      const body = ['a', 'b'.repeat(5_000_000), 'c'];
      await using([host, { limits: { maxBodyBytes: 6_000_000 } }, { hasParser }], async (_server, send) => {
        expect(statusesOf(await send({ body, accept: JSON_TYPE }))).toEqual([204, 413, 204]);
        const lines = body.map((item) => `${JSON.stringify(item)}\n`).join('');
        const { outcomes } = readLines(await send({ body: lines, accept: NDJSON }));
        expect(inOrder(outcomes)).toMatchObject([
          { status: 204 },
          { status: 413, body: { limit: 'maxItemBytes', max: 1_048_576, executed: false } },
          { status: 204 },
        ]);
      });
    });

    test('a body of 5 MB is refused where it may not be as long', async () => {
      await using([host, {}, { hasParser }], async (_server, send) => {
        const answer = await send({ body: ['b'.repeat(5_000_000)] });
        expect([answer.status, JSON.parse(answer.text)]).toMatchObject([413, { limit: 'maxBodyBytes' }]);
      });
    });

    test('a line that is no JSON fails, the rest goes on', async () => {
      const body = '{"id":1}\n{"id":\n\n[\r\n{"id":2}\r\n\uFEFF{"id":3}\nnull\n{"id":4}';
      await using([host, { item: { type: 'object' } }, { hasParser }], async (_server, send) => {
        for (const accept of [JSON_TYPE, NDJSON]) {
          expect(statusesOf(await send({ body, accept }))).toEqual([204, 400, 400, 204, 204, 422, 204]);
        }
      });
    });

    test('keys of prototypes are members like any other', async () => {
      const line = '{"__proto__":{"isAdmin":true},"constructor":1,"toString":2}';
      const seen: unknown[] = [];
      const handle = (item: unknown): unknown => {
        seen.push((item as { isAdmin?: boolean }).isAdmin, ({} as { isAdmin?: boolean }).isAdmin);
        return item;
      };
      await using([host, { handle, key: '__proto__' }, { hasParser }], async (_server, send) => {
        if (hasParser && host.name.startsWith('Koa')) {
          const refused = await send({ body: Buffer.from(`[${line}]`), type: JSON_TYPE });
          expect(refused.status).toBe(400); // by its body parser
          return;
        }
        const [response] = readDocument(
          await send({ body: Buffer.from(`[${line}]`), type: JSON_TYPE }),
        ).responses;
        expect(JSON.stringify(response!.body)).toBe(line);
        expect(seen).toEqual([undefined, undefined]);
        const twice = await send({ body: Buffer.from(`[${line},${line}]`), type: JSON_TYPE });
        expect(statusesOf(twice)).toEqual([409, 409]);
      });
    });

    test('Infinity counts for NDJSON alone', async () => {
      await using([host, INFINITE, { hasParser }], async (_server, send) => {
        expect((await send({ body: Array(1_001).fill({}) })).status).toBe(413);
        expect((await send({ body: ['b'.repeat(1_100_000)] })).status).toBe(413);
        const { summary } = readLines(await send({ body: '{}\n'.repeat(1_500), accept: NDJSON }));
        expect(summary).toMatchObject({ total: 1_500, succeeded: 1_500 });
      });
    });

    test('Infinity counts for NDJSON that is answered item by item alone: another answer holds all', async () => {
      await using([host, INFINITE, { hasParser }], async (_server, send) => {
        for (const accept of [JSON_TYPE, 'application/xml']) {
          const answer = await send({ body: '{}\n'.repeat(1_500), accept });
          const told = answer.status === 207 ? answer.text : '';
          expect([answer.status, (told.match(/"status":204|204 No Content/g) ?? []).length]).toEqual([
            207, 1_000,
          ]);
          expect(told).toContain('limit-exceeded');
        }
      });
    });
  });

  test('a body that a parser in front has read as text or bytes is read all the same', async () => {
    const body = '{"id":1}\n{"id":\n{"id":2}\n';
    for (const value of [body, Buffer.from(body)]) {
      const surroundings: Surroundings = {
        express: (req, _res, next) => {
          req.resume().once('end', () => {
            (req as { body?: unknown }).body = value;
            next();
          });
        },
        koa: async (ctx, next) => {
          for await (const _chunk of ctx.req);
          (ctx.request as { body?: unknown }).body = value;
          await next();
        },
      };
      await using([host, {}, surroundings], async (_server, send) => {
        expect(statusesOf(await send({ body, accept: JSON_TYPE }))).toEqual([204, 400, 204]);
        expect(statusesOf(await send({ body, accept: NDJSON }))).toEqual([204, 400, 204]);
      });
    }
  });

  test('a body that something in front has read, and left no lines of, is told', async () => {
    const errors: unknown[] = [];
    for (const value of [undefined, { id: 1 }]) {
      const surroundings: Surroundings = {
        express: (req, _res, next) => {
          req.resume().once('end', () => {
            (req as { body?: unknown }).body = value;
            next();
          });
        },
        koa: async (ctx, next) => {
          for await (const _chunk of ctx.req);
          (ctx.request as { body?: unknown }).body = value;
          await next();
        },
      };
      await using([host, { onError: (error) => errors.push(error) }, surroundings], async (_server, send) => {
        for (const accept of [JSON_TYPE, NDJSON]) {
          const answer = await send({ body: '{"id":1}\n', accept });
          expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
            500,
            { type: 'urn:multistatus:problem:body-already-consumed', executed: false },
          ]);
        }
      });
    }
  });
});

describe.each(newestHosts)('limits of NDJSON in $name', (host) => {
  const lines = (count: number): string => '{"id":1}\n'.repeat(count);

  test.each([
    ['maxItems', { limits: { maxItems: 3 } }, { limit: 'maxItems', max: 3, actual: 4 }],
    ['maxBodyBytes', { limits: { maxBodyBytes: 27 } }, { limit: 'maxBodyBytes', max: 27 }],
  ])('%s: what came before has run; one outcome stands for the rest', async (name, limits, problem) => {
    await using([host, limits], async ({ port }) => {
      for (const accept of [NDJSON, JSON_TYPE]) {
        const open = new OpenExchange(port, { accept });
        await open.send(lines(3));
        if (accept === NDJSON)
          for (let index = 0; index < 3; index += 1) expect((await open.nextLine())!.status).toBe(204);
        open.request.end(lines(100));
        if (accept === NDJSON) {
          expect(await open.nextLine()).toMatchObject({
            index: 3,
            href: '/photos/items/3',
            status: 413,
            body: { type: 'urn:multistatus:problem:limit-exceeded', executed: false, ...problem },
          });
          expect(await open.nextLine()).toEqual({ summary: { total: 4, succeeded: 3, failed: 1, other: 0 } });
          expect(await open.nextLine()).toBeUndefined();
        } else {
          const chunks: Buffer[] = [];
          for await (const chunk of await open.response()) chunks.push(chunk as Buffer);
          const { responses } = JSON.parse(Buffer.concat(chunks).toString()) as {
            responses: { status: number }[];
          };
          expect(responses.at(-1)).toMatchObject({ status: 413, body: { limit: name } });
        }
      }
    });
  });

  test('after a limit the connection takes the next request, though the client is still sending', async () => {
    await using([host, { limits: { maxItems: 3 } }], async ({ port }) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      try {
        const body = lines(200_000);
        const first = await exchange(port, {
          body,
          accept: NDJSON,
          agent,
          headers: { 'content-length': `${body.length}` },
        });
        expect(readLines(first).outcomes).toHaveLength(4);
        const second = await exchange(port, { method: 'GET', path: '/other', agent, type: '' });
        expect(JSON.parse(second.text)).toEqual({ other: true });
      } finally {
        agent.destroy();
      }
    });
  });

  test.each<Partial<HostOptions>>([
    { key: 'id' },
    { validateAll: true },
    { handle: undefined, handleMany: () => [] },
  ])('what needs the whole list takes up to maxItems, else nothing runs: %p', async (option) => {
    let calls = 0;
    const handle = (): void => {
      calls += 1;
    };
    await using([host, { ...INFINITE, handle, ...option }], async (_server, send) => {
      const answer = await send({ body: lines(1_001), accept: NDJSON });
      expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
        413,
        { limit: 'maxItems', max: 1_000 },
      ]);
      expect(calls).toBe(0);
    });
  });

  test('an item of 1 MiB without newline, and one that never ends, cost no more than the limit', async () => {
    await using(
      [host, { limits: { maxItemBytes: 1_000, maxBodyBytes: Number.POSITIVE_INFINITY } }],
      async (_server, send) => {
        const { outcomes } = readLines(await send({ body: `{}\n"${'x'.repeat(3_000_000)}`, accept: NDJSON }));
        expect(outcomes.map(({ status }) => status)).toEqual([204, 413]);
      },
    );
  });

  test('deep nesting fails line by line', async () => {
    const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    await using([host, {}], async (_server, send) => {
      const body = [deep(64), deep(65), deep(100_000), `{"a":${deep(64)}}`, '{}'].join('\n');
      expect(statusesOf(await send({ body, accept: NDJSON }))).toEqual([204, 413, 413, 413, 204]);
      const answer = await send({ body: Buffer.from(`[${deep(64)}]`), type: JSON_TYPE });
      expect([answer.status, JSON.parse(answer.text)]).toMatchObject([413, { limit: 'maxJsonDepth' }]);
    });
  });

  test('faults are few beside what they are about: an answer does not outgrow its request without bound', async () => {
    const item = { type: 'array', items: { type: 'string' } };
    await using([host, { item }], async (_server, send) => {
      const body = JSON.stringify(Array(50).fill(Array(1_000).fill(1)));
      const { text } = await send({ body: Buffer.from(body), type: JSON_TYPE });
      expect(text.length / body.length).toBeLessThan(10);
    });
  });

  test('HTTP/1.0 and a head without a body', async () => {
    await using([host, {}], async ({ port }) => {
      const socket = connect(port, '127.0.0.1');
      const body = '{"id":1}\n';
      socket.write(
        `POST /photos HTTP/1.0\r\nContent-Type: ${NDJSON}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      let text = '';
      for await (const chunk of socket) text += String(chunk);
      expect(text).toContain('207 Multi-Status');
      expect(text.trimEnd().split('\n').at(-1)).toContain('"summary"');
    });
  });
});
