import { expect, test } from '@jest/globals';
import {
  BaseGraphRequestAdapter,
  BatchRequestContentCollection,
  type BatchRequestStep,
} from '@microsoft/msgraph-sdk-core';
import type { People } from '../people.js';
import { PHOTO } from '../people-rows.js';

/** Declares the tests of this client. */
export function declareMsgraphSdkCore({ server, start }: People): void {
  const send = async (...steps: BatchRequestStep[]) => {
    const adapter = new BaseGraphRequestAdapter('v1.0', '1.0.0', { authenticateRequest: async () => {} });
    adapter.baseUrl = `${await start()}/v1.0`;
    const collection = new BatchRequestContentCollection(adapter, {}, 20);
    collection.addRequests(steps);
    const contents = (await collection.postAsync())?.batchResponseContent ?? [];
    return steps.map(({ id }) => contents.map((content) => content.getResponseById(id))[0]);
  };
  const get = (id: string, url: string): BatchRequestStep => ({ id, method: 'GET', url });

  test('results, a failure in the middle, 204', async () => {
    const responses = await send(
      get('A', '/me'),
      get('b', '/users/9'),
      { id: 'C', method: 'DELETE', url: '/users/2' },
      get('d', '/users?$select=id'),
    );
    expect(responses.map((response) => response?.status)).toEqual([200, 404, 204, 200]);
    expect(await server().names()).toEqual(['Zoë 😀']);
  });

  test('binary', async () => {
    const [photo] = await send(get('1', '/me/photo/$value'));
    expect(Buffer.from(photo!.body!)).toEqual(Buffer.from(PHOTO));
  });

  test('it reads no JSON, which it takes for base64', async () => {
    const [me] = await send(get('1', '/me'));
    expect(me?.body).toBeUndefined();
    expect(server().exchanges[0]?.answer.body).toContain('"body":{"id":"1","displayName":');
  });

  test('it sends neither headers nor bodies, which it writes as {}', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const body = new TextEncoder().encode('{"displayName":"Ana"}').buffer as ArrayBuffer;
    await expect(send({ id: '1', method: 'POST', url: '/users', headers, body })).rejects.toMatchObject({
      responseStatusCode: 400,
    });
    expect(server().exchanges[0]?.request.body).toContain('"headers":{},"body":{}');
  });

  test('an empty batch is not sent', async () => {
    expect(await send()).toEqual([]);
    expect(server().exchanges).toEqual([]);
  });
}
