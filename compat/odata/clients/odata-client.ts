import { expect, test } from '@jest/globals';
import { OData } from '@odata/client';
import type { People } from '../people.js';
import { PHOTO } from '../people-rows.js';

/** Returns status and body of each response. */
async function read(responses: readonly Pick<Response, 'status' | 'text'>[]): Promise<unknown[]> {
  const texts = await Promise.all(responses.map(async (response) => response.text()));
  return responses.map(({ status }, index) => {
    // Of a part, the client keeps the line break in front of the next delimiter.
    const text = texts[index]?.trim() ?? '';
    return text === '' ? status : [status, JSON.parse(text)];
  });
}

type Client = ReturnType<typeof OData.New4>;
const person = (ID: number, Name: string): object => ({ ID, Name });

/** Declares the tests of this client. */
export function declareODataClient({ server, start }: People): void {
  const connect = async (root = 'odata'): Promise<Client> =>
    OData.New4({ serviceEndpoint: `${await start()}/${root}/`, version: 'v4' });
  const create = (client: Client, Name: string) =>
    client.newBatchRequest({ collection: 'People', method: 'POST', entity: { Name } });
  const get = (client: Client, id: number) => client.newBatchRequest({ collection: 'People', id });

  test('multipart: results, 204, and text that is not ASCII in a request line, a body and an answer', async () => {
    const client = await connect();
    const params = client.newOptions().filter("Name eq 'Zoë 😀'");
    const responses = await client.execBatchRequests([
      client.newBatchRequest({ collection: 'People', params }),
      create(client, 'Éva Ő'),
      client.newBatchRequest({ collection: 'People', method: 'PATCH', id: 2, entity: { Name: 'B' } }),
      client.newBatchRequest({ collection: 'People', method: 'DELETE', id: 2 }),
    ]);
    expect(await read(responses)).toEqual([
      [200, { '@odata.context': '/odata/$metadata#People', value: [person(1, 'Zoë 😀')] }],
      [201, person(3, 'Éva Ő')],
      204,
      204,
    ]);
    expect(await server().names()).toEqual(['Zoë 😀', 'Éva Ő']);
  });

  test('multipart: a failure in the middle ends the batch; a changeset that fails is one response', async () => {
    const client = await connect();
    const responses = await client.execBatchRequests([get(client, 1), create(client, ''), get(client, 2)]);
    expect(await read(responses)).toEqual([
      [200, person(1, 'Zoë 😀')],
      [400, { error: { code: 'E400', message: 'A person needs a name' } }],
    ]);
  });

  test('multipart: it reads binary as UTF-8', async () => {
    const client = await connect();
    const photo = client.newBatchRequest({ collection: 'People(1)/Photo/$value' });
    const [response] = await client.execBatchRequests([photo]);
    expect(await response?.text()).toContain('\uFFFD');
  });

  test('multipart: an empty batch has no responses', async () => {
    const client = await connect();
    expect(await client.execBatchRequests([])).toEqual([]);
  });

  test('JSON: results, a failure in the middle, a group that fails, 204, text that is not ASCII', async () => {
    const client = await connect();
    const grouped = (Name: string) =>
      client.newBatchRequest({
        collection: 'People',
        method: 'POST',
        entity: { Name },
        atomicityGroup: 'g',
      } as Parameters<Client['newBatchRequest']>[0]);
    const responses = await client.execBatchRequestsJson([
      get(client, 1),
      get(client, 9),
      create(client, 'Éva Ő'),
      grouped('never'),
      grouped(''),
      client.newBatchRequest({ collection: 'People', method: 'DELETE', id: 2 }),
    ]);
    expect(responses.map((response: { status?: number }) => response.status)).toEqual([
      200, 404, 201, 424, 400, 204,
    ]);
    expect(await responses[2]?.json()).toMatchObject({ Name: 'Éva Ő' });
    expect(await responses[1]?.json()).toEqual({ error: { code: 'E404', message: 'No person 9' } });
    expect(await server().names()).toEqual(['Zoë 😀', 'Éva Ő']);
  });

  test('JSON: an empty batch, and binary as base64url', async () => {
    const client = await connect();
    expect(await client.execBatchRequestsJson([])).toEqual([]);
    const [photo] = await client.execBatchRequestsJson([
      client.newBatchRequest({ collection: 'People(1)/Photo/$value' }),
    ]);
    expect(await photo?.json()).toBe(Buffer.from(PHOTO).toString('base64url'));
  });

  test('multipart: without transactions, a write is refused with 501, or runs one after another', async () => {
    const refused = await connect('without');
    await expect(refused.execBatchRequests([create(refused, 'never')])).rejects.toThrow(
      'multipartBody.split is not a function',
    );
    expect(server().exchanges).toMatchObject([{ answer: { status: 501, type: 'application/json' } }]);
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo']);
    await server().stop();
    const client = await connect('one-by-one');
    expect(await read(await client.execBatchRequests([create(client, 'Ana')]))).toEqual([
      [201, person(3, 'Ana')],
    ]);
  });
}
