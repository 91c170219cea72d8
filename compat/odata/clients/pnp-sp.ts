import { expect, test } from '@jest/globals';
import { BrowserFetch, DefaultParse, InjectHeaders } from '@pnp/queryable';
import { DefaultHeaders, DefaultInit, type SPFI, spfi } from '@pnp/sp';
import '@pnp/sp/batching.js';
import '@pnp/sp/items/index.js';
import '@pnp/sp/lists/index.js';
import '@pnp/sp/webs/index.js';
import type { People } from '../people.js';

/** What its modules add to the root; their declarations cannot be resolved as those of ES modules. */
interface Root {
  readonly web: {
    readonly lists: (() => Promise<unknown>) & {
      readonly getByTitle: (title: string) => (() => Promise<unknown>) & {
        readonly items: { readonly add: (properties: object) => Promise<unknown> };
      };
    };
  };
  batched(): [root: Root, execute: () => Promise<void>];
}

/** Declares the tests of this client. */
export function declarePnpSp({ server, start }: People): void {
  const connect = async (headers: Record<string, string> = {}): Promise<Root> => {
    const sp: SPFI = spfi(`${await start()}/sites/a`).using(DefaultInit(), DefaultHeaders());
    return sp.using(InjectHeaders(headers), BrowserFetch(), DefaultParse()) as unknown as Root;
  };

  test('reads, and text that is not ASCII', async () => {
    const [batched, execute] = (await connect()).batched();
    const results = Promise.all([batched.web.lists(), batched.web.lists.getByTitle('Zoë 😀')()]);
    await execute();
    expect(await results).toEqual([[{ Title: 'Zoë 😀' }, { Title: 'Bo' }], { Title: 'Zoë 😀' }]);
    expect(server().exchanges[0]?.request.body).not.toContain('\r');
  });

  test('it cannot read that a batch ended at a failure: it wants a response for each request', async () => {
    const [batched, execute] = (await connect()).batched();
    for (const title of ['Bo', 'Nobody', 'Bo']) void batched.web.lists.getByTitle(title)();
    await expect(execute()).rejects.toThrow('Could not properly parse responses to match requests in batch.');
  });

  test('a failure in the middle, if it prefers that the batch goes on', async () => {
    const [batched, execute] = (await connect({ Prefer: 'odata.continue-on-error' })).batched();
    const results = Promise.allSettled(
      ['Bo', 'Nobody', 'Bo'].map((title) => batched.web.lists.getByTitle(title)()),
    );
    await execute();
    expect(await results).toMatchObject([
      { status: 'fulfilled', value: { Title: 'Bo' } },
      { status: 'rejected', reason: { status: 404 } },
      { status: 'fulfilled', value: { Title: 'Bo' } },
    ]);
  });

  test('it cannot read the answer of a changeset, which SharePoint does not nest', async () => {
    const [batched, execute] = (await connect()).batched();
    void batched.web.lists.getByTitle('Bo').items.add({ Title: 'Ana' });
    await expect(execute()).rejects.toThrow(TypeError);
    expect(await server().names()).toEqual(['Zoë 😀', 'Bo', 'Ana']);
  });
}
