import { expect, test } from '@jest/globals';
import { graphfi } from '@pnp/graph';
import { DefaultHeaders, DefaultInit } from '@pnp/graph';
import '@pnp/graph/batching.js';
import '@pnp/graph/photos/users.js';
import '@pnp/graph/users/index.js';
import { BrowserFetch, DefaultParse } from '@pnp/queryable';
import { describeWithPeople } from './describe-with-people.js';

describeWithPeople(({ server, start }) => {
  const connect = async () =>
    graphfi().using(DefaultHeaders(), DefaultInit(`${await start()}/v1.0`), BrowserFetch(), DefaultParse());

  test('results', async () => {
    const [batched, execute] = (await connect()).batched();
    const results = Promise.allSettled([batched.me(), batched.users(), batched.users.getById('9')()]);
    await execute();
    expect(await results).toEqual([]);
    expect(server().exchanges).toEqual([]);
  });
});
