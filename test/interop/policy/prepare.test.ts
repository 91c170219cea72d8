import { describe, expect, test } from '@jest/globals';
import { activeOperationOf } from '@multistatus/core/adapter';
import { batch } from '@multistatus/koa';
import type { Call, HostOptions } from './policy-host.js';
import { policyHosts } from './policy-hosts.js';
import { sendOperations } from './send-operations.js';

const WHO = { method: 'GET', url: '/who' };
const ANA = { 'x-user': 'ana' };
const handleWho = ({ user = 'nobody' }: Call) => ({ body: { user } });

describe.each(policyHosts)('$name: prepare', (host) => {
  const handOn: HostOptions['prepare'] = (request, outer) => host.setUser(request, host.userOf(outer));

  test('hands on to operations what the batch request has been given, and without it they have nothing', async () => {
    const handed = host.create({ options: { prepare: handOn }, handle: handleWho });
    const bare = host.create({ handle: handleWho });
    expect((await sendOperations(handed, [WHO], ANA)).responses[0]?.body).toEqual({ user: 'ana' });
    expect((await sendOperations(bare, [WHO], ANA)).responses[0]?.body).toEqual({ user: 'nobody' });
  });

  test('is called before the first middleware, with the two requests as the framework has them', async () => {
    const seen: [inBatch: boolean, user: string | undefined][] = [];
    const outers: object[] = [];
    const app = host.create({
      first: (native) => {
        const isOperation = activeOperationOf('req' in native ? (native.req as object) : native);
        if (isOperation === undefined) outers.push(native);
        seen.push([isOperation !== undefined, host.userOf(native)]);
      },
      options: {
        prepare: (request, outer) => {
          expect(outers).toEqual([expect.anything()]);
          expect(outer).toBe(outers[0]);
          host.setUser(request, `${host.userOf(outer)}, prepared`);
        },
      },
    });
    const { summary } = await sendOperations(app, [WHO], ANA);
    expect(summary['succeeded']).toBe(1);
    expect(seen).toEqual([
      [false, undefined],
      [true, 'ana, prepared'],
    ]);
  });

  test('of batches at the same time mixes nothing up', async () => {
    const app = host.create({ options: { prepare: handOn }, handle: handleWho });
    const users = ['ana', 'ben', 'eva', 'leo'];
    const replies = await Promise.all(
      users.map((user) => sendOperations(app, [WHO, WHO, WHO], { 'x-user': user })),
    );
    expect(replies.map(({ responses }) => responses.map(({ body }) => body))).toEqual(
      users.map((user) => [{ user }, { user }, { user }]),
    );
  });

  test('leaves requests outside of a batch alone, in the app that it prepares too', async () => {
    let calls = 0;
    const app = host.create({
      options: {
        prepare: () => {
          calls += 1;
        },
      },
      handle: ({ url }) => ({ body: url }),
    });
    const [inBatch] = (await sendOperations(app, [WHO])).responses;
    expect([calls, inBatch?.status]).toEqual([1, 200]);
    expect((await sendOperations(app, [])).status).toBe(400);
    expect(calls).toBe(1);
  });

  test('that throws fails its operation, unseen by the client, and no other', async () => {
    const errors: unknown[] = [];
    const failure = new Error('no tenant 42 in shard 7');
    const ran: string[] = [];
    const app = host.create({
      options: {
        onError: (error) => errors.push(error),
        prepare: (request) => {
          const { url } = request as { url: string };
          if (url.startsWith('/fails')) throw failure;
        },
      },
      handle: ({ url }) => ({ body: { ran: ran.push(url) } }),
    });
    const { status, text, responses } = await sendOperations(app, [{ method: 'GET', url: '/fails' }, WHO]);
    expect([status, ...responses.map((response) => response.status)]).toEqual([207, 500, 200]);
    expect(responses[0]?.body).toMatchObject({ type: 'urn:multistatus:problem:internal' });
    expect(text).not.toContain('shard');
    expect(errors).toEqual([failure]);
    expect(ran).toEqual(['/who']);
  });

  test.each([
    ['resolves', () => Promise.resolve()],
    ['rejects', () => Promise.reject(new Error('unheard'))],
  ])(
    'that is asynchronous and %s is refused: the operation does not run, and onError says why',
    async (_how, prepare) => {
      const errors: unknown[] = [];
      const ran: string[] = [];
      const app = host.create({
        options: { prepare: prepare as never, onError: (error) => errors.push(error) },
        handle: ({ url }) => ({ body: { ran: ran.push(url) } }),
      });
      const { responses } = await sendOperations(app, [WHO]);
      expect(responses).toMatchObject([{ status: 500, body: { type: 'urn:multistatus:problem:internal' } }]);
      expect(errors).toEqual([expect.any(TypeError)]);
      expect(String(errors[0])).toContain('batch.prepare must not be asynchronous; await earlier');
      expect(ran).toEqual([]);
    },
  );
});

describe('Koa: prepare', () => {
  test('needs a Koa app, which has contexts to prepare', () => {
    expect(() => batch({ prepare: () => undefined, target: () => undefined })).toThrow(
      'batch.prepare needs a Koa app as batch.target, not a (req, res) handler',
    );
  });
});
