import { expect, test } from '@jest/globals';
import type { People } from '../people.js';
import { odatajsBatch } from './odatajs-batch.js';

/** Declares the tests of this client. */
export function declareTsOdatajs({ server, start }: People): void {
  const send = async (...requests: object[]) => odatajsBatch(await start(), 'odata', ...requests);
  const create = (Name: string, id: string): object => ({
    requestUri: 'People',
    method: 'POST',
    headers: { 'Content-ID': id },
    data: { Name },
  });

  test('results, 204, and text that is not ASCII', async () => {
    const parts = await send(
      { requestUri: 'People(1)', method: 'GET' },
      {
        __changeRequests: [
          create('Éva Ő', '1'),
          { requestUri: '$1/Orders', method: 'POST', headers: { 'Content-ID': '2' }, data: { No: 7 } },
          { requestUri: 'People(2)', method: 'DELETE' },
        ],
      },
      { requestUri: 'Orders', method: 'GET' },
    );
    expect(parts).toMatchObject([
      { statusCode: '200', data: { ID: 1, Name: 'Zoë 😀' } },
      {
        __changeResponses: [
          { statusCode: '201', headers: { 'Content-ID': '1' }, data: { ID: 3, Name: 'Éva Ő' } },
          { statusCode: '201', headers: { 'Content-ID': '2' }, data: { No: 7, PersonID: 3 } },
          { statusCode: '204' },
        ],
      },
      { statusCode: '200', data: { value: [{ No: 7, PersonID: 3 }] } },
    ]);
    expect(await server().names()).toEqual(['Zoë 😀', 'Éva Ő']);
  });

  test('a changeset that fails is one error and ends the batch', async () => {
    const parts = await send(
      { __changeRequests: [create('never', '1'), create('', '2')] },
      { requestUri: 'People(1)', method: 'GET' },
    );
    expect(parts).toMatchObject([{ message: 'HTTP request failed', response: { statusCode: '400' } }]);
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo']);
  });

  test('a failure in the middle ends the batch', async () => {
    const parts = await send(...[1, 9, 2].map((id) => ({ requestUri: `People(${id})`, method: 'GET' })));
    expect(parts).toMatchObject([{ statusCode: '200' }, { response: { statusCode: '404' } }]);
  });

  test('an empty batch', async () => {
    expect(await send()).toEqual([]);
  });

  test('without transactions, a changeset is refused with 501', async () => {
    const writes = { __changeRequests: [create('never', '1')] };
    await expect(odatajsBatch(await start(), 'without', writes)).rejects.toMatchObject({
      response: { statusCode: 501, body: expect.stringContaining('does not support changesets') },
    });
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo']);
  });

  test('it has no handler for binary', async () => {
    const [photo] = await send({ requestUri: 'People(1)/Photo/$value', method: 'GET' });
    expect(photo).toEqual({ message: 'no handler for data' });
  });
}
