import { expect, test } from '@jest/globals';
import { o } from 'o.js';
import type { People } from '../people.js';

/** Declares the tests of this client. */
export function declareOJs({ server, start }: People): void {
  const connect = async (batch: object = {}) =>
    o(`${await start()}/odata/`, {
      batch: {
        boundaryPrefix: 'batch_',
        changsetBoundaryPrefix: 'changset_',
        endpoint: '$batch',
        headers: new Headers(),
        useChangset: false,
        useRelativeURLs: false,
        ...batch,
      },
    });

  test.each([true, false])('results, 204, and text that is not ASCII (relative URLs: %s)', async (useRelativeURLs) => {
    const handler = await connect({ useRelativeURLs });
    const data = await handler
      .get('People')
      .post('People', { Name: 'Éva Ő' })
      .patch('People(2)', { Name: 'B' })
      .delete('People(1)')
      .batch();
    expect(data).toEqual([
      { contentId: 1, status: 200, body: [{ ID: 1, Name: 'Zoë 😀' }, { ID: 2, Name: 'Bo' }] },
      { contentId: 2, status: 201, body: { ID: 3, Name: 'Éva Ő' } },
      { contentId: 3, status: 204, body: undefined },
      { contentId: 4, status: 204, body: undefined },
    ]);
    expect(await server().names()).toEqual(['B', 'Éva Ő']);
  });

  test('a failure in the middle ends the batch', async () => {
    const handler = await connect();
    const data = await handler.get('People(1)').get('People(9)').get('People(2)').batch();
    expect(data).toMatchObject([
      { status: 200, body: { ID: 1 } },
      { status: 404, body: { error: { message: 'No person 9' } } },
    ]);
  });

  test('a changeset, and one that fails', async () => {
    const good = await connect({ useChangset: true });
    expect(await good.post('People', { Name: 'Éva Ő' }).patch('People(2)', { Name: 'B' }).batch()).toEqual([
      { contentId: 1, status: 201, body: { ID: 3, Name: 'Éva Ő' } },
      { contentId: 2, status: 204, body: undefined },
    ]);
    await server().stop();
    const bad = await connect({ useChangset: true });
    expect(await bad.post('People', { Name: 'never' }).post('People', { Name: '' }).batch()).toMatchObject([
      { status: 400, body: { error: { message: 'A person needs a name' } } },
    ]);
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo']);
  });
}
