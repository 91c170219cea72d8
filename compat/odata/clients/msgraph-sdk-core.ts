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
    const answer = await collection.postAsync();
    return answer?.batchResponseContent.flatMap((content) => steps.map(({ id }) => content.getResponseById(id)));
  };
  const bytes = (value: object): ArrayBuffer => new TextEncoder().encode(JSON.stringify(value)).buffer as ArrayBuffer;

  test('results, a failure in the middle, 204 and text that is not ASCII', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const responses = await send(
      { id: 'A', method: 'GET', url: '/me' },
      { id: 'b', method: 'POST', url: '/users', headers, body: bytes({ displayName: 'Éva Ő' }) },
      { id: 'C', method: 'GET', url: '/users/9' },
      { id: 'd', method: 'DELETE', url: '/users/2' },
    );
    expect(responses).toEqual([]);
    expect(await server().names()).toEqual(['Zoë 😀', 'Éva Ő']);
  });

  test('binary', async () => {
    const [photo] = await send({ id: '1', method: 'GET', url: '/me/photo/$value' });
    expect(photo).toEqual(PHOTO);
  });
}
