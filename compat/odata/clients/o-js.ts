import { expect, test } from '@jest/globals';
import { o } from 'o.js';
import type { People } from '../people.js';
import { PHOTO } from '../people-rows.js';

/** Declares the tests of this client. */
export function declareOJs({ server, start }: People): void {
  const connect = async (batch: object = {}, root = 'odata') =>
    o(`${await start()}/${root}/`, {
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

  test.each([true, false])(
    'results, 204, and text that is not ASCII (relative URLs: %s)',
    async (useRelativeURLs) => {
      const handler = await connect({ useRelativeURLs });
      const data = await handler
        .get('People')
        .post('People', { Name: 'Éva Ő' })
        .patch('People(2)', { Name: 'B' })
        .delete('People(1)')
        .batch();
      expect(data).toEqual([
        {
          contentId: 1,
          status: 200,
          body: [
            { ID: 1, Name: 'Zoë 😀' },
            { ID: 2, Name: 'Bo' },
          ],
        },
        { contentId: 2, status: 201, body: { ID: 3, Name: 'Éva Ő' } },
        { contentId: 3, status: 204, body: undefined },
        { contentId: 4, status: 204, body: undefined },
      ]);
      expect(await server().names()).toEqual(['B', 'Éva Ő']);
    },
  );

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

  test('after a changeset, it writes its reads where the end of the changeset is: nobody can see them', async () => {
    const handler = await connect({ useChangset: true, useRelativeURLs: true });
    const data = await handler.post('People', { Name: 'Ana' }).get('People').batch();
    expect(data).toEqual([{ contentId: 1, status: 201, body: { ID: 3, Name: 'Ana' } }]);
    expect(server().exchanges[0]?.request.body).toMatch(/--changset_\S+--\r\n\r\n[\s\S]*GET People/);
  });

  test('binary: what is sent is right, but it reads the answer as UTF-8', async () => {
    const data = await (await connect()).get('People(1)/Photo/$value').batch();
    expect(server().exchanges[0]?.answer.body).toContain(
      `\r\n\r\n${Buffer.from(PHOTO).toString('latin1')}\r\n--`,
    );
    expect(data[0].body).toContain('\uFFFD');
  });

  test('an empty batch', async () => {
    expect(await (await connect()).batch()).toEqual([]);
  });

  test('without transactions, a changeset is refused with 501, or runs one after another', async () => {
    const writes = async (root: string): Promise<unknown> => {
      const handler = await connect({ useChangset: true }, root);
      for (const Name of ['Ana', '', 'not run']) handler.post('People', { Name });
      return handler.batch();
    };
    await expect(writes('without')).rejects.toMatchObject({ status: 501 });
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo']);
    await server().stop();
    expect(await writes('one-by-one')).toMatchObject([{ contentId: 2, status: 400 }]);
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo', 'Ana']);
  });
}
