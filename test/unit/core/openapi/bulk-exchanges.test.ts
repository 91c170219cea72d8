import { describe, expect, test } from '@jest/globals';
import { describeBulk } from '#core/openapi/describe-bulk.js';
import type { OpenApiOperation } from '#core/openapi/path-item.js';
import { assertDescribed, compile, requestSchema } from './description.js';
import { type AnyBulkOptions, exchange, handlePhoto, hosts, post } from './hosts.js';

const PHOTO = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id: { type: 'integer' }, title: { type: 'string', nullable: true, maxLength: 20 } },
};

const OPTIONS: AnyBulkOptions = { item: PHOTO, handle: handlePhoto, limits: { maxItems: 5 } };

function describePost(options: AnyBulkOptions): OpenApiOperation {
  return describeBulk(options, { method: 'post' }).post!;
}

/** A value, a 201, a 423 and an item that is not valid. */
const MANY = [{ id: 7, title: 'Tram 28' }, { id: 8 }, { id: 9 }, { title: 7 }];

describe.each(hosts)('%s: the description of a bulk endpoint holds for', (_name, toApp) => {
  test('an answer with every kind of outcome', async () => {
    const answer = await post(toApp({ bulk: OPTIONS }), '/photos', { value: MANY });
    assertDescribed(describePost(OPTIONS), answer);
    const { responses } = JSON.parse(answer.text) as { responses: { index: number; status: number }[] };
    expect(responses.map(({ index, status }) => [index, status])).toEqual([
      [0, 200],
      [1, 201],
      [2, 423],
      [3, 422],
    ]);
  });

  test('an answer with propstats, which is not described elsewhere', async () => {
    const options: AnyBulkOptions = { ...OPTIONS, propstats: true };
    const value = [...MANY, { id: 'a', title: 7 }];
    const answer = await post(toApp({ bulk: options }), '/photos', { value });
    expect(answer.text).toContain('"propstats":[{"status":422,');
    assertDescribed(describePost(options), answer);
    expect(() => assertDescribed(describePost(OPTIONS), answer)).toThrow('propstats');
  });

  test.each(['application/xml', 'application/x-ndjson'])('an answer in %s', async (accept) => {
    const answer = await post(toApp({ bulk: OPTIONS }), '/photos', { value: MANY, headers: { accept } });
    expect(answer.status).toBe(207);
    assertDescribed(describePost(OPTIONS), answer);
  });

  test('an answer to lines, of which there are too many', async () => {
    const headers = { 'content-type': 'application/x-ndjson', accept: 'application/json' };
    const options: AnyBulkOptions = { ...OPTIONS, limits: { maxItems: 1 } };
    const body = MANY.map((item) => JSON.stringify(item)).join('\n');
    const answer = await exchange(toApp({ bulk: options }), '/photos', { method: 'POST', headers, body });
    assertDescribed(describePost(options), answer);
    expect((JSON.parse(answer.text) as { responses: unknown[] }).responses).toHaveLength(2);
  });

  test('422 where every item has to be valid, which is not described elsewhere', async () => {
    const options: AnyBulkOptions = { ...OPTIONS, validateAll: true };
    const answer = await post(toApp({ bulk: options }), '/photos', { value: MANY });
    expect(answer.status).toBe(422);
    assertDescribed(describePost(options), answer);
    expect(() => assertDescribed(describePost(OPTIONS), answer)).toThrow('422 is not described');
  });

  test.each<[status: number, value: unknown, headers?: Record<string, string>]>([
    [400, 7],
    [406, MANY, { accept: 'image/png' }],
    [413, [...MANY, ...MANY]],
    [415, MANY, { 'content-type': 'text/plain' }],
  ])('a refusal: %i', async (status, value, headers = {}) => {
    const answer = await post(toApp({ bulk: OPTIONS }), '/photos', { value, headers });
    expect(answer.status).toBe(status);
    assertDescribed(describePost(OPTIONS), answer);
  });
});

describe('the described list is', () => {
  const validate = compile(requestSchema(describePost(OPTIONS)));
  const [, toApp] = hosts[1]!;
  const failedOf = async (value: unknown): Promise<unknown> => {
    const { status, text } = await post(toApp({ bulk: OPTIONS }), '/photos', { value });
    return status === 207 ? (JSON.parse(text) as { summary: { failed: number } }).summary.failed : status;
  };

  test.each<[value: unknown]>([
    [[{ id: 1 }, { id: 2, title: null }]],
    [[]],
    [{ items: [{ id: 1 }] }],
    [{ items: [] }],
    [{ id: 1, title: 'x' }],
  ])('what the server handles: %j', async (value) => {
    expect([await failedOf(value), validate(value)]).toEqual([0, true]);
  });

  test.each<[failedOrStatus: number, value: unknown]>([
    [1, [{ id: 1 }, { id: '2' }]],
    [1, { items: [{}] }],
    [1, { items: [{ id: 1 }], id: 1 }],
    [1, { id: 1, titel: 'x' }],
    [1, [{ id: 1, title: 'x'.repeat(21) }]],
    [400, 'photo'],
    [400, null],
    [413, Array.from({ length: 6 }, (_, id) => ({ id: id + 10 }))],
  ])('not what it answers with %i: %j', async (failedOrStatus, value) => {
    expect([await failedOf(value), validate(value)]).toEqual([failedOrStatus, false]);
  });
});
