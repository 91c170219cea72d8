import { expect, test } from '@jest/globals';
import { ODataBatch } from 'odata-batch';
import type { People } from '../people.js';

interface BatchResult {
  readonly code: string;
  readonly data: unknown;
  readonly changesetIndex: number;
}

/** Declares the tests of this client. */
export function declareODataBatch({ server, start }: People): void {
  const send = async (calls: (origin: string) => object[]): Promise<BatchResult[]> => {
    const root = `${await start()}/odata`;
    const batch = new ODataBatch({ url: `${root}/$batch`, auth: 'a:b', calls: calls(root) as never });
    return (await batch.send()) as never;
  };
  const post = (root: string, Name: string): object => ({
    method: 'POST',
    url: `${root}/People`,
    data: { Name },
  });

  test('results of a changeset, and text that is not ASCII', async () => {
    const results = await send((root) => [post(root, 'Éva Ő'), post(root, 'Ana')]);
    expect(results).toMatchObject([
      { code: '201', data: { ID: 3, Name: 'Éva Ő' }, success: true },
      { code: '201', data: { ID: 4, Name: 'Ana' }, success: true },
    ]);
  });

  test('of several changesets, the one that fails is one response and ends the batch', async () => {
    const results = await send((root) => [
      [post(root, 'Éva Ő')],
      [post(root, 'never'), post(root, '')],
      [post(root, 'not run')],
    ]);
    expect(results).toMatchObject([
      { code: '201', changesetIndex: 0 },
      {
        code: '400',
        changesetIndex: 1,
        success: false,
        data: { error: { message: 'A person needs a name' } },
      },
    ]);
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo', 'Éva Ő']);
  });

  test('it cannot read 204, whose body it parses as JSON', async () => {
    const remove = (root: string): object => ({ method: 'DELETE', url: `${root}/People(2)` });
    await expect(send((root) => [remove(root)])).rejects.toThrow(SyntaxError);
    expect(await server().names()).toEqual(['Zoë 😀']);
  });

  test('it cannot read binary, which it parses as JSON', async () => {
    const photo = (root: string): object => ({ method: 'GET', url: `${root}/People(1)/Photo/$value` });
    await expect(send((root) => [photo(root)])).rejects.toMatchObject({ response: { status: 400 } });
    expect(server().exchanges[0]?.answer.body).toContain('GET');
  });

  test('it does not send an empty batch', async () => {
    await expect(send(() => [])).rejects.toThrow('No calls have been passed');
    expect(server().exchanges).toEqual([]);
  });
}
