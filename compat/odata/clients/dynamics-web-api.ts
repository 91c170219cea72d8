import { expect, test } from '@jest/globals';
import { DynamicsWebApi } from 'dynamics-web-api';
import type { People } from '../people.js';

/** Declares the tests of this client. */
export function declareDynamicsWebApi({ server, start }: People): void {
  const connect = async (): Promise<DynamicsWebApi> => {
    const serverUrl = await start();
    const client = new DynamicsWebApi({ serverUrl, dataApi: { version: '9.2' } });
    client.startBatch();
    return client;
  };

  test('results, 204, and text that is not ASCII', async () => {
    const client = await connect();
    client.retrieveMultiple({ collection: 'People', filter: "Name eq 'Zoë 😀'" });
    client.create({ collection: 'People', data: { Name: 'Éva Ő' }, returnRepresentation: true });
    client.update({ collection: 'People', key: 'ID=2', data: { Name: 'B' } });
    client.deleteRecord({ collection: 'People', key: 'ID=1' });
    const results = await client.executeBatch();
    expect(results).toEqual([]);
    expect(await server().names()).toEqual(['B', 'Éva Ő']);
  });
}
