import { describe, expect, test } from '@jest/globals';
import request from 'supertest';
import { CookieJar } from '../middleware/cookie-jar.js';
import type { Call, HostOptions } from './policy-host.js';
import { policyHosts } from './policy-hosts.js';
import { type BatchReply, sendOperations } from './send-operations.js';

const VISIT = { method: 'POST', url: '/visits' };
const VISITS = { method: 'GET', url: '/visits' };

/** Counts visits in the session: express-session keeps it in memory, koa-session in the cookie itself. */
function countVisits({ method, session }: Call): { body: { visits: number } } {
  if (method === 'POST') session.visits = (session.visits ?? 0) + 1;
  return { body: { visits: session.visits ?? 0 } };
}

function cookiesOf({ headers }: BatchReply): string[] {
  return [headers['set-cookie'] ?? []].flat();
}

describe.each(policyHosts)('$name: cookies, with the session of the framework', (host) => {
  const create = (options: HostOptions) => host.create({ options, hasSession: true, handle: countVisits });

  test('lift: a session begun in a batch goes on outside of it and in the next batch', async () => {
    const app = create({});
    const jar = new CookieJar();
    const first = await sendOperations(app, [VISIT]);
    expect(first.responses[0]?.body).toEqual({ visits: 1 });
    expect(first.text).not.toContain('set-cookie');
    expect(cookiesOf(first).some((cookie) => /httponly/i.test(cookie))).toBe(true);
    jar.keep(cookiesOf(first));

    const direct = await request(app).get('/visits').set(jar.header());
    expect(direct.body).toEqual({ visits: 1 });
    const second = await sendOperations(app, [VISITS, VISITS], { ...jar.header() });
    expect(second.responses.map(({ body }) => body)).toEqual([{ visits: 1 }, { visits: 1 }]);
    expect((await sendOperations(app, [VISITS])).responses[0]?.body).toEqual({ visits: 0 });
  });

  test('drop: no cookie leaves the batch', async () => {
    const reply = await sendOperations(create({ cookies: 'drop' }), [VISIT]);
    expect(reply.responses[0]).toMatchObject({ status: 200, body: { visits: 1 } });
    expect(cookiesOf(reply)).toEqual([]);
    expect(reply.text).not.toContain('set-cookie');
  });

  test('include: the cookies of an operation stand with its outcome, and not on the envelope', async () => {
    const app = create({ cookies: 'include' });
    const reply = await sendOperations(app, [VISIT]);
    expect(cookiesOf(reply)).toEqual([]);
    const jar = new CookieJar();
    jar.keep([reply.responses[0]?.headers?.['set-cookie'] ?? []].flat());
    expect((await request(app).get('/visits').set(jar.header())).body).toEqual({ visits: 1 });
  });
});
