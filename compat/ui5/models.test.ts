// The models of OpenUI5 in Chromium, with services of OData 4.0 and 2.0.
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { HOSTS } from '../odata/hosts.js';
import { PHOTO } from '../odata/people-rows.js';
import { ModelPage } from './model-page.js';

// A browser is started, and loads some hundred scripts, on machines that have other work.
jest.setTimeout(30_000);

let page: ModelPage;
beforeAll(async () => {
  page = await ModelPage.open();
}, 120_000);
afterAll(() => page.close());

describe.each(HOSTS)('OData 4 on %s', (_title, host) => {
  beforeEach(() => page.reset(host));
  const run = (name: string, ...args: readonly unknown[]): Promise<unknown> => page.run('v4', name, ...args);

  test.each(['$auto', '$direct'])('reads a list in the group %s', async (group) => {
    expect(await run('read', group)).toEqual({ names: ['Zoë 😀', 'Bo'], count: 2 });
    const batches = page.exchanges.filter(
      ({ request, answer }) => answer.status === 200 && request.line.startsWith('POST /v4/$batch'),
    );
    expect(batches).toHaveLength(group === '$auto' ? 1 : 0);
  });

  test('reads an empty list', async () => {
    expect(await run('readNone')).toEqual([]);
  });

  test('creates, with characters that are not ASCII and with bytes', async () => {
    const photo = Buffer.from(PHOTO).toString('base64url');
    expect(await run('create', 'Ünï 😀', photo)).toMatchObject({ ID: 3, Name: 'Ünï 😀', Photo: photo });
    expect((await page.people()).at(-1)).toMatchObject({ name: 'Ünï 😀', photo: PHOTO });
  });

  test('reads bytes', async () => {
    expect(await run('readPhoto')).toBe(Buffer.from(PHOTO).toString('base64url'));
  });

  test.each(['$auto', '$direct'])('updates in the group %s', async (group) => {
    expect(await run('update', 'Zoë Å', group)).toBe('Zoë Å');
    expect(await page.names()).toEqual(['Zoë Å', 'Bo']);
  });

  test('deletes', async () => {
    expect(await run('remove')).toBe(true);
    expect(await page.names()).toEqual(['Bo']);
  });

  test('stops at a failure', async () => {
    const [first, second, third] = (await run('readThree', false)) as string[];
    expect({ first, second }).toEqual({ first: 'Zoë 😀', second: 'No person 99' });
    expect(third).toContain('not processed');
  });

  test('goes on after a failure if the app says so', async () => {
    expect(await run('readThree', true)).toEqual(['Zoë 😀', 'No person 99', 'Bo']);
  });

  test('saves all changes or none; the message is about the one that failed', async () => {
    expect(await run('saveTogether')).toEqual({
      messages: [{ text: 'A person needs a name', target: '/People(2)/Name' }],
      isPending: true,
      isStillPending: false,
    });
    expect(await page.names()).toEqual(['good', 'good too']);
  });

  test('fetches the token without which it may not write', async () => {
    await run('update', 'x', '$auto');
    const tokens = page.exchanges.map(
      ({ request: { line, headers } }) => `${line} ${String(headers['x-csrf-token'])}`,
    );
    expect(tokens).toContain('HEAD /v4/ Fetch');
    expect(tokens.at(-1)).toMatch(/^POST \/v4\/\$batch.* secret-of-this-session$/);
  });
});

describe.each(HOSTS)('OData 2 on %s', (_title, host) => {
  beforeEach(() => page.reset(host));
  const run = (name: string, ...args: readonly unknown[]): Promise<unknown> => page.run('v2', name, ...args);

  test.each([true, false])('reads a list, in a batch: %s', async (useBatch) => {
    expect(await run('read', useBatch)).toEqual({ names: ['Zoë 😀', 'Bo'], count: 2 });
    const batches = page.exchanges.filter(
      ({ request, answer }) => answer.status === 200 && request.line.startsWith('POST /v2/$batch'),
    );
    expect(batches).toHaveLength(useBatch ? 1 : 0);
  });

  test('reads an empty list', async () => {
    expect(await run('readNone')).toEqual([]);
  });

  test('creates, with characters that are not ASCII and with bytes', async () => {
    const photo = Buffer.from(PHOTO).toString('base64');
    const person = { ID: 3, Name: 'Ünï 😀', Photo: photo };
    expect(await run('create', 'Ünï 😀', photo)).toEqual({ status: 201, person });
    expect((await page.people()).at(-1)).toMatchObject({ name: 'Ünï 😀', photo: PHOTO });
  });

  test('reads bytes', async () => {
    expect(await run('readPhoto')).toBe(Buffer.from(PHOTO).toString('base64'));
  });

  test('updates with MERGE', async () => {
    expect(await run('update', 'Zoë Å')).toBe(204);
    expect(await page.names()).toEqual(['Zoë Å', 'Bo']);
    expect(page.exchanges.at(-1)?.request.body).toContain('MERGE People(1) HTTP/1.1');
  });

  test('deletes', async () => {
    expect(await run('remove')).toBe(204);
    expect(await page.names()).toEqual(['Bo']);
  });

  test('goes on after a failure, as OData 2 has it', async () => {
    expect(await run('readThree')).toEqual(['Zoë 😀', '404 No person 99', 'Bo']);
  });

  test('saves all changes or none', async () => {
    const failure = '400 A person needs a name';
    expect(await run('saveTogether', ['good', ''])).toEqual([failure, failure]);
    expect(await page.names()).toEqual(['Zoë 😀', 'Bo']);
    expect(await run('saveTogether', ['good', 'good too'])).toEqual([204, 204]);
    expect(await page.names()).toEqual(['good', 'good too']);
  });

  test('fetches the token without which it may not write', async () => {
    expect(await run('refreshToken')).toBe('secret-of-this-session');
    expect(await run('update', 'x')).toBe(204);
  });
});
