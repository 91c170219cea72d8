import { describe, expect, test } from '@jest/globals';
import { policyHosts } from './policy-hosts.js';
import { sendOperations } from './send-operations.js';

const READ = { id: 'read', method: 'GET', url: '/photos/1' };
const REMOVE = { id: 'remove', method: 'DELETE', url: '/photos/1' };

describe.each(policyHosts)('$name: allow', (host) => {
  test('is asked with the batch request as the app knows it: who may do what', async () => {
    const ran: string[] = [];
    const app = host.create({
      options: { allow: ({ method }, request) => method === 'GET' || host.userOf(request) === 'ana' },
      handle: ({ method }) => ({ body: { ran: ran.push(method) } }),
    });
    const ofBen = await sendOperations(app, [READ, REMOVE], { 'x-user': 'ben' });
    expect(ofBen.responses).toMatchObject([
      { id: 'read', status: 200 },
      { id: 'remove', status: 403, body: { type: 'urn:multistatus:problem:not-allowed', executed: false } },
    ]);
    expect(ran).toEqual(['GET']);
    const ofAna = await sendOperations(app, [READ, REMOVE], { 'x-user': 'ana' });
    expect(ofAna.responses.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('may look somebody up, and sees each URL as it is dispatched', async () => {
    const asked: string[] = [];
    const app = host.create({
      options: {
        basePath: '/api',
        allow: async ({ method, url }) => {
          asked.push(`${method} ${url}`);
          return Promise.resolve(url !== '/albums/7/secrets');
        },
      },
      handle: ({ method }) => (method === 'POST' ? { status: 201, headers: { location: '/albums/7' } } : {}),
    });
    const { responses } = await sendOperations(app, [
      { id: 'album', method: 'POST', url: '/api/albums' },
      { method: 'GET', url: '$album/photos' },
      { method: 'GET', url: '$album/secrets' },
    ]);
    expect(responses.map(({ status }) => status)).toEqual([201, 200, 403]);
    expect(asked).toEqual(['POST /albums', 'GET /albums/7/photos', 'GET /albums/7/secrets']);
  });

  test.each(['throws', 'rejects'])('that %s lets nothing run, and tells onError alone', async (how) => {
    const errors: unknown[] = [];
    const ran: string[] = [];
    const failure = new Error('directory of users is down');
    const app = host.create({
      options: {
        onError: (error) => errors.push(error),
        allow: () => {
          if (how === 'throws') throw failure;
          return Promise.reject(failure);
        },
      },
      handle: ({ url }) => ({ body: { ran: ran.push(url) } }),
    });
    const { text, responses } = await sendOperations(app, [READ]);
    expect(responses).toMatchObject([{ status: 500, body: { executed: false } }]);
    expect(text).not.toContain('directory');
    expect(errors).toEqual([failure]);
    expect(ran).toEqual([]);
  });

  test('refuses the whole batch of a client that prefers handling=strict', async () => {
    const ran: string[] = [];
    const app = host.create({
      options: { allow: ({ method }, request) => method === 'GET' || host.userOf(request) === 'ana' },
      handle: ({ method }) => ({ body: { ran: ran.push(method) } }),
    });
    const strict = { prefer: 'handling=strict' };
    const refused = await sendOperations(app, [READ, REMOVE], { ...strict, 'x-user': 'ben' });
    expect(refused.status).toBe(403);
    expect(JSON.parse(refused.text)).toMatchObject({
      errors: [{ pointer: '#/requests/1', code: 'not-allowed' }],
    });
    expect(ran).toEqual([]);
    const granted = await sendOperations(app, [READ, REMOVE], { ...strict, 'x-user': 'ana' });
    expect(granted.headers['preference-applied']).toBe('handling=strict');
    expect(ran).toEqual(['GET', 'DELETE']);
  });
});
