import { expect, test } from '@jest/globals';
import { DefaultHeaders, DefaultInit, graphfi } from '@pnp/graph';
import '@pnp/graph/batching.js';
import '@pnp/graph/photos/users.js';
import '@pnp/graph/users/index.js';
import { BrowserFetch, DefaultParse } from '@pnp/queryable';
import type { People } from '../people.js';

/** Declares the tests of this client. */
export function declarePnpGraph({ server, start }: People): void {
  const connect = async () =>
    graphfi().using(DefaultHeaders(), DefaultInit(`${await start()}/v1.0`), BrowserFetch(), DefaultParse());

  test('results', async () => {
    const [batched, execute] = (await connect()).batched();
    const results = Promise.allSettled([batched.me(), batched.users(), batched.users.getById('9')()]);
    await execute();
    expect(await results).toEqual([]);
    expect(server().exchanges).toEqual([]);
  });
}
