import { expect, test } from '@jest/globals';
import { DynamicsWebApi } from 'dynamics-web-api';
import type { People } from '../people.js';

/** Declares the tests of this client. */
export function declareDynamicsWebApi({ server, start }: People): void {
  const connect = async (path = 'data'): Promise<DynamicsWebApi> => {
    const client = new DynamicsWebApi({ serverUrl: await start(), dataApi: { path, version: '9.2' } });
    client.startBatch();
    return client;
  };
  const create = (client: DynamicsWebApi, Name: string, contentId?: string): void =>
    void client.create({
      collection: 'People',
      data: { Name },
      returnRepresentation: true,
      ...(contentId && { contentId }),
    });
  const get = (client: DynamicsWebApi, id: number): void =>
    void client.retrieve({ collection: 'People', key: `ID=${id}` });

  test('results, 204, and text that is not ASCII', async () => {
    const client = await connect();
    void client.retrieveMultiple({ collection: 'People', filter: "Name eq 'Zoë 😀'" });
    create(client, 'Éva Ő');
    void client.update({ collection: 'People', key: 'ID=2', data: { Name: 'B' } });
    void client.deleteRecord({ collection: 'People', key: 'ID=1' });
    expect(await client.executeBatch()).toMatchObject([
      { value: [{ ID: 1, Name: 'Zoë 😀' }] },
      { ID: 3, Name: 'Éva Ő' },
      true,
      true,
    ]);
    expect(await server().names()).toEqual(['B', 'Éva Ő']);
  });

  test('a URL and a body refer to what the changeset has created', async () => {
    const client = await connect();
    create(client, 'Éva', '1');
    void client.create({ collection: '$1/Orders', data: { No: 7 }, returnRepresentation: true });
    void client.create({
      collection: 'Orders',
      data: { No: 8, 'Person@odata.bind': '$1' },
      returnRepresentation: true,
    });
    expect(await client.executeBatch()).toEqual([
      { ID: 3, Name: 'Éva' },
      { No: 7, PersonID: 3 },
      { No: 8, PersonID: 3 },
    ]);
  });

  test('a failure in the middle ends the batch, unless the client wants to continue', async () => {
    for (const continueOnError of [false, true]) {
      const client = await connect();
      for (const id of [1, 9, 2]) get(client, id);
      const results = (await client.executeBatch({ continueOnError })) as unknown[];
      expect(results).toEqual([
        { ID: 1, Name: 'Zoë 😀' },
        expect.objectContaining({ status: 404, error: { code: 'E404', message: 'No person 9' } }),
        ...(continueOnError ? [{ ID: 2, Name: 'Bo' }] : []),
      ]);
      await server().stop();
    }
  });

  test('a changeset that fails is one error', async () => {
    const client = await connect();
    create(client, 'never');
    create(client, '');
    get(client, 2);
    expect(await client.executeBatch({ continueOnError: true })).toEqual([
      expect.objectContaining({
        status: 400,
        error: expect.objectContaining({ code: 'E400', message: 'A person needs a name' }),
      }),
      { ID: 2, Name: 'Bo' },
    ]);
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo']);
  });

  test('an empty batch is not sent', async () => {
    const client = await connect();
    await expect(client.executeBatch()).rejects.toMatchObject([
      { message: expect.stringMatching(/^Payload .* is empty/) },
    ]);
    expect(server().exchanges).toEqual([]);
  });

  test('without transactions, a changeset is refused with 501; writes outside of one run', async () => {
    const client = await connect('without');
    create(client, 'never');
    await expect(client.executeBatch()).rejects.toMatchObject({ status: 501 });
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo']);
    await server().stop();
    const other = await connect('without');
    create(other, 'Ana');
    expect(await other.executeBatch({ inChangeSet: false })).toEqual([{ ID: 3, Name: 'Ana' }]);
  });
}
