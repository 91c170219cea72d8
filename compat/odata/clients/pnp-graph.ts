import { expect, test } from '@jest/globals';
import { DefaultHeaders, DefaultInit, graphfi } from '@pnp/graph';
import '@pnp/graph/batching.js';
import '@pnp/graph/photos/users.js';
import '@pnp/graph/users/index.js';
import { BrowserFetch, DefaultParse } from '@pnp/queryable';
import type { People } from '../people.js';
import { PHOTO } from '../people-rows.js';

type User = (() => Promise<unknown>) & {
  readonly update: (properties: object) => Promise<unknown>;
  readonly photo: { readonly getBuffer: () => Promise<ArrayBuffer> };
};

/** What its modules add to the root; their declarations cannot be resolved as those of ES modules. */
interface Root {
  readonly me: User;
  readonly users: (() => Promise<unknown>) & {
    readonly getById: (id: string) => User;
    readonly add: (properties: object) => Promise<unknown>;
  };
  batched(): [root: Root, execute: () => Promise<void>];
}

/** Declares the tests of this client. */
export function declarePnpGraph({ server, start }: People): void {
  const connect = async (): Promise<Root> =>
    graphfi().using(
      DefaultHeaders(),
      DefaultInit(`${await start()}/v1.0`),
      BrowserFetch(),
      DefaultParse(),
    ) as unknown as Root;

  test('results, a failure in the middle, 204 and text that is not ASCII', async () => {
    const [batched, execute] = (await connect()).batched();
    const results = Promise.allSettled([
      batched.me(),
      batched.users.getById('9')(),
      batched.users(),
      batched.users.getById('2').update({ displayName: 'Éva Ő' }),
    ]);
    await execute();
    expect(await results).toEqual([
      { status: 'fulfilled', value: { id: '1', displayName: 'Zoë 😀' } },
      { status: 'rejected', reason: expect.objectContaining({ status: 404 }) },
      { status: 'fulfilled', value: [expect.anything(), { id: '2', displayName: 'Bo' }] },
      { status: 'fulfilled', value: {} },
    ]);
    expect(await server().names()).toEqual(['Zoë 😀', 'Éva Ő']);
  });

  test('binary', async () => {
    const [batched, execute] = (await connect()).batched();
    const photo = batched.users.getById('1').photo.getBuffer();
    await execute();
    expect(Buffer.from(await photo).toString()).toBe(Buffer.from(PHOTO).toString('base64'));
  });

  test('more than 20 requests are several batches; an empty batch is not sent', async () => {
    const [batched, execute] = (await connect()).batched();
    const results = Promise.all(Array.from({ length: 21 }, () => batched.users.getById('2')()));
    await execute();
    expect(await results).toEqual(Array(21).fill({ id: '2', displayName: 'Bo' }));
    expect(server().exchanges).toHaveLength(2);
    await server().stop();
    const [, executeEmpty] = (await connect()).batched();
    await executeEmpty();
    expect(server().exchanges).toEqual([]);
  });
}
