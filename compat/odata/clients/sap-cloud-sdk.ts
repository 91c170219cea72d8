import { expect, test } from '@jest/globals';
import type { People } from '../people.js';
import { PEOPLE, people, personOf, sapBatch } from './sap-people.js';

/** Declares the tests of this client. */
export function declareSapCloudSdk({ server, start }: People): void {
  const execute = async (...requests: (object | object[])[]) =>
    sapBatch(...requests).execute({ url: await start() });

  test('results, 204, and text that is not ASCII', async () => {
    const responses = await execute(
      people().getAll(),
      [people().create(personOf({ name: 'Éva Ő' })), people().delete(2)],
      people().getByKey(3),
    );
    const read = responses.map((response) =>
      response.isReadResponse()
        ? response.as(PEOPLE).map(({ id, name }) => [id, name])
        : response.isWriteResponses() && response.responses.map(({ httpCode }) => httpCode),
    );
    expect(read).toEqual([
      [
        [1, 'Zoë 😀'],
        [2, 'Bo'],
      ],
      [201, 204],
      [[3, 'Éva Ő']],
    ]);
    expect(await server().names()).toEqual(['Zoë 😀', 'Éva Ő']);
  });

  test('a changeset that fails is one error, ends the batch and leaves nothing', async () => {
    const responses = await execute(
      people().getByKey(1),
      [people().create(personOf({ name: 'never' })), people().create(personOf({ name: '' }))],
      people().getByKey(2),
    );
    expect(responses.map((response) => response.isSuccess())).toEqual([true, false]);
    expect(responses[1]).toMatchObject({
      httpCode: 400,
      body: { error: { message: 'A person needs a name' } },
    });
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo']);
  });

  test('a failure in the middle', async () => {
    const responses = await execute(people().getByKey(1), people().getByKey(9), people().getByKey(2));
    expect(responses).toMatchObject([{ httpCode: 200 }, { httpCode: 404 }]);
  });

  test.each(['absolute', 'noPath'] as const)('URLs: %s', async (type) => {
    const batch = sapBatch(people().getByKey(1)).withSubRequestPathType(type);
    expect(await batch.execute({ url: await start() })).toMatchObject([{ httpCode: 200, body: { ID: 1 } }]);
  });

  test('it sends nothing for an empty batch, which is not multipart, and reads no answer without parts', async () => {
    await expect(execute()).rejects.toThrow('Batch request failed!');
    const [exchange] = server().exchanges.slice(-1);
    expect([exchange?.request.body, exchange?.answer.status]).toEqual(['', 400]);
  });
}
