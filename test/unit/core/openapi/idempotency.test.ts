import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BatchOptions, Journal } from '@multistatus/core';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { describeBatch } from '#core/openapi/describe-batch.js';
import { describeBulk } from '#core/openapi/describe-bulk.js';
import type { OpenApiOperation, OpenApiParameter } from '#core/openapi/path-item.js';
import { assertDescribed, findDescriptionFault, type WireAnswer } from './description.js';
import { type AnyBulkOptions, exchange, handlePhoto, hosts, post } from './hosts.js';

const GET_JSON = { method: 'GET', url: '/json' };
const MAKE = { requests: [{ method: 'POST', url: '/made', body: { title: 'Sintra' } }] };

let journal: StoreJournal<unknown>;
let nobody: StoreJournal<unknown>;
let tiny: StoreJournal<unknown>;
beforeAll(() => {
  journal = createJournal({ store: memoryStore(), identify: 'anyone-with-the-url' });
  nobody = createJournal({ store: memoryStore(), identify: () => undefined });
  tiny = createJournal({ store: memoryStore(), identify: 'anyone-with-the-url', maxStoredBodyBytes: 1 });
});
afterAll(() => {
  for (const each of [journal, nobody, tiny]) each.close();
});

function keyOf({ parameters }: OpenApiOperation): OpenApiParameter | undefined {
  return parameters?.find(({ name }) => name === 'Idempotency-Key');
}

const bulkOptions = (options: Partial<AnyBulkOptions>): AnyBulkOptions => ({
  item: { type: 'object' },
  handle: handlePhoto,
  ...options,
});

function describePhotos(options: Partial<AnyBulkOptions>): OpenApiOperation {
  return describeBulk(bulkOptions(options), { method: 'post' }).post!;
}

const slugOf = ({ text }: WireAnswer): unknown => (JSON.parse(text) as { type?: unknown }).type;

describe.each(hosts)('%s: the description of an endpoint with a journal holds for', (name, toApp) => {
  test('an answer, and its replay in JSON and XML', async () => {
    const options: BatchOptions = { journal: tiny };
    const app = toApp({ batch: options });
    const send = (accept: string): Promise<WireAnswer> =>
      post(app, '/batch', { value: MAKE, headers: { accept, 'idempotency-key': `"replay ${name}"` } });
    const answers = [await send('application/json'), await send('application/json'), await send('text/xml')];
    for (const answer of answers) {
      expect(answer.status).toBe(207);
      assertDescribed(describeBatch(options).post!, answer);
    }
    expect(answers.map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true', 'true']);
    expect(answers[1]!.text).toContain('"bodyOmitted":"not-stored"');
    expect(() => assertDescribed(describeBatch({}).post!, answers[1]!)).toThrow('is not described');
  });

  test('a refusal of a batch: 400, 403, 422', async () => {
    const refusalOf = async (
      options: BatchOptions,
      key?: string,
      value: unknown = MAKE,
    ): Promise<unknown> => {
      const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
      const answer = await post(toApp({ batch: options }), '/batch', { value, headers });
      assertDescribed(describeBatch(options).post!, answer);
      return slugOf(answer) ?? answer.status;
    };
    const required: BatchOptions = { journal, idempotency: { required: true } };
    const key = `"refused ${name}"`;
    expect(await refusalOf(required)).toBe('urn:multistatus:problem:idempotency-key-missing');
    expect(await refusalOf({ journal }, '"a')).toBe('urn:multistatus:problem:invalid-idempotency-key');
    expect(await refusalOf({ journal: nobody }, key)).toBe('urn:multistatus:problem:unidentified');
    expect(await refusalOf({ journal }, key)).toBe(207);
    expect(await refusalOf({ journal }, key, { requests: [GET_JSON] })).toBe(
      'urn:multistatus:problem:idempotency-key-reused',
    );
  });

  test('a refusal of a batch that still runs: 409 with Retry-After', async () => {
    let second: WireAnswer | undefined;
    const send = (): Promise<WireAnswer> =>
      post(app, '/batch', { value: MAKE, headers: { 'idempotency-key': `"twice ${name}"` } });
    const options: BatchOptions = {
      journal,
      allow: async () => {
        second = await send();
        return true;
      },
    };
    const app = toApp({ batch: options });
    expect((await send()).status).toBe(207);
    expect(slugOf(second!)).toBe('urn:multistatus:problem:idempotency-in-progress');
    expect(second!.headers.has('retry-after')).toBe(true);
    assertDescribed(describeBatch(options).post!, second!);
  });

  test('a refusal while the store cannot be reached: 503 with Retry-After', async () => {
    const check = (): Promise<void> => Promise.reject(new Error('no route to the store'));
    const store = Object.assign(memoryStore(), { check });
    const down = createJournal({ store, identify: () => 'ana' });
    const options: BatchOptions = { journal: down, onError: () => undefined };
    const headers = { 'idempotency-key': '"a"' };
    const answer = await post(toApp({ batch: options }), '/batch', { value: MAKE, headers });
    down.close();
    expect(slugOf(answer)).toBe('urn:multistatus:problem:journal-unavailable');
    expect(answer.headers.has('retry-after')).toBe(true);
    assertDescribed(describeBatch(options).post!, answer);
  });

  test('what GET says of keys', async () => {
    const { get } = describeBatch({ journal });
    const answer = await exchange(toApp({ batch: { journal } }), '/batch');
    assertDescribed(get!, answer);
    expect(JSON.parse(answer.text)).toMatchObject({ idempotency: true });
    expect(JSON.parse(answer.text)).toEqual(get!.responses['200']!.content['application/json']!.example);
  });

  test('a list, its replay, and another list with the same key', async () => {
    const options = bulkOptions({ journal });
    const app = toApp({ bulk: options });
    const send = async (value: unknown): Promise<WireAnswer> => {
      const answer = await post(app, '/photos', { value, headers: { 'idempotency-key': `"list ${name}"` } });
      assertDescribed(describePhotos({ journal }), answer);
      return answer;
    };
    const items = [{ id: 8 }, { id: 9 }];
    expect((await send(items)).headers.get('idempotency-replayed')).toBeNull();
    expect((await send(items)).headers.get('idempotency-replayed')).toBe('true');
    expect((await send([{ id: 8 }])).status).toBe(422);
  });
});

describe('The header Idempotency-Key', () => {
  test.each([false, true])('is described for a validator of OpenAPI 3.1, required: %s', async (required) => {
    const idempotency = { required };
    const paths = {
      '/batch': describeBatch({ journal, idempotency }),
      '/photos': describeBulk(bulkOptions({ journal, key: 'id', idempotency })),
    };
    expect(await findDescriptionFault(paths)).toBeUndefined();
  });

  test('is required if the option says so, and has a longest value', () => {
    const optional = keyOf(describeBatch({ journal }).post!);
    expect(optional).not.toHaveProperty('required');
    expect(optional!.schema).toEqual({ type: 'string', minLength: 1, maxLength: 512 });
    const idempotency = { required: true };
    expect(keyOf(describeBatch({ journal, idempotency }).post!)).toMatchObject({ required: true });
    expect(keyOf(describePhotos({ journal, idempotency }))).toMatchObject({ required: true });
  });

  test('of a batch is described without a journal too: operations get keys', () => {
    const { post: operation } = describeBatch();
    expect(keyOf(operation!)!.description).toMatch(/^Each operation .* gets the key `<key>:<id>`/);
    expect(operation!.responses).not.toHaveProperty('409');
    expect(operation!.responses['207']!.headers).not.toHaveProperty('Idempotency-Replayed');
  });

  test.each<
    [options: { readonly key?: string; readonly journal?: boolean }, description: RegExp | undefined]
  >([
    [{}, undefined],
    [{ key: 'id' }, /^Each item is handled with the key `<key>:<value of id>`\.$/],
    [{ journal: true }, /^A string in quotes, .* is run\.$/],
    [{ key: 'id', journal: true }, /^A string in quotes, .* is run\. Each item .*`\.$/],
  ])('of a bulk endpoint with %j is described by %p', ({ key, journal: hasJournal }, description) => {
    const own: Journal | undefined = hasJournal === true ? journal : undefined;
    const parameter = keyOf(describePhotos({ ...(key && { key }), ...(own && { journal: own }) }));
    if (description === undefined) expect(parameter).toBeUndefined();
    else expect(parameter!.description).toMatch(description);
  });
});
