import { afterEach, describe, expect, test } from '@jest/globals';
import { loadOperations } from '#console-page/compose/openapi/load-operations.js';
import { accessHeaders } from '#console-page/model/access.js';
import { endpointState } from '#console-page/model/endpoint.js';
import { loadEndpoint } from '#console-page/model/load-endpoint.js';
import { type Served, serve } from '../../../support/serve.js';

let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

/** Starts a server that answers everything alike; `headers` has what it was sent. */
async function answering(
  status: number,
  body: string,
  type = 'application/json',
): Promise<{ readonly url: string; readonly headers: Record<string, unknown> }> {
  const headers: Record<string, unknown> = {};
  served = await serve((req, res) => {
    Object.assign(headers, req.headers);
    res.writeHead(status, { 'content-type': type }).end(body);
  });
  return { url: `http://127.0.0.1:${served.port}/batch`, headers };
}

describe('loadEndpoint', () => {
  test('keeps what has the right type, and sends the access headers', async () => {
    const { url, headers } = await answering(
      200,
      '{"limits":{"maxOperations":5,"maxBodyBytes":"x"},"basePath":5,"headers":{"denied":["a",1]},"transactions":true}',
    );
    accessHeaders.value = [['Authorization', 'Bearer x']];
    await loadEndpoint(url);
    accessHeaders.value = [];
    expect(headers['authorization']).toBe('Bearer x');
    expect(endpointState.value).toEqual({
      description: {
        limits: { maxOperations: 5 },
        basePath: '',
        headers: { inherited: [], denied: ['a'], allowed: [] },
        idempotency: false,
        transactions: true,
        async: false,
      },
    });
  });

  test.each([
    [401, '', 'application/json', 'Add them under “Headers”'],
    [403, '', 'text/html', 'Add them under “Headers”'],
    [404, '{}', 'application/json', 'answered 404'],
    [200, '<p>', 'text/html; charset=utf-8', 'a web page'],
    [200, 'x', 'text/plain', 'text/plain'],
    [200, '{', 'application/json', 'does not describe'],
    [200, '{"a":1}', 'application/json', 'does not describe'],
    [200, 'null', 'application/json', 'does not describe'],
  ])('says what is wrong with %i %s %s', async (status, body, type, expected) => {
    const { url } = await answering(status, body, type);
    await loadEndpoint(url);
    expect(endpointState.value?.problem).toContain(expected);
    expect(endpointState.value?.needsAccess === true).toBe(status === 401 || status === 403);
  });

  test('says that the server cannot be reached', async () => {
    const { url } = await answering(200, '');
    await served?.close();
    served = undefined;
    await loadEndpoint(url);
    expect(endpointState.value?.problem).toContain('cannot be reached');
  });

  test('an answer to headers that were changed meanwhile does not count', async () => {
    const { url } = await answering(200, '{"limits":{}}');
    endpointState.value = undefined;
    const loading = loadEndpoint(url);
    accessHeaders.value = [];
    await loading;
    expect(endpointState.value).toBeUndefined();
  });
});

describe('loadOperations', () => {
  test('lists the operations of the document', async () => {
    const { url, headers } = await answering(
      200,
      '{"openapi":"3.0.0","paths":{"/a":{"get":{}},"/batch":{"post":{}}}}',
    );
    const { operations } = await loadOperations(url, { endpoint: url, headers: [['X-Key', 'k']] });
    expect(operations.map(({ path }) => path)).toEqual(['/a']);
    expect(headers['x-key']).toBe('k');
  });

  test.each([
    [404, '', 'answered 404. Check the option openapi'],
    [401, '', 'Add them under “Headers”'],
    [200, 'openapi: 3.0.0', 'in JSON, not in YAML'],
    [200, '{"openapi":"3.0.0"}', 'not an OpenAPI document'],
    [200, '[]', 'not an OpenAPI document'],
    [200, 'null', 'not an OpenAPI document'],
  ])('says what is wrong with %i %s', async (status, body, expected) => {
    const { url } = await answering(status, body);
    await expect(loadOperations(url, { endpoint: url, headers: [] })).rejects.toThrow(expected);
  });

  test('says that the server does not answer', async () => {
    const { url } = await answering(200, '');
    await served?.close();
    served = undefined;
    await expect(loadOperations(url, { endpoint: url, headers: [] })).rejects.toThrow('does not answer');
  });
});
