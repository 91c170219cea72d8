// The description of a batch endpoint in OpenAPI 3.2: the method QUERY, and each line of JSON Lines.
import { describe, expect, test } from '@jest/globals';
import type { BatchOptions } from '@multistatus/core';
import { describeBatch } from '#core/openapi/describe-batch.js';
import type { OpenApiMediaType, OpenApiOperation } from '#core/openapi/path-item.js';
import {
  assertDescribed,
  compile,
  findDescriptionFault,
  requestSchema,
  type WireAnswer,
} from './description.js';
import { exchange, hosts } from './hosts.js';

const VERSION = { openapi: '3.2' } as const;
const LINES = 'application/jsonl';
const READ = { method: 'GET', url: '/json' };

function linesOf(content: Record<string, OpenApiMediaType> | undefined): OpenApiMediaType {
  return content![LINES]!;
}

describe('describeBatch', () => {
  test.each<BatchOptions>([{}, { root: '/v1', allow: () => true }, { status: () => 200, timings: true }])(
    'in OpenAPI 3.2 is what a validator of that version takes: %p',
    async (options) => {
      expect(
        await findDescriptionFault({ '/batch': describeBatch(options, VERSION) }, '3.2'),
      ).toBeUndefined();
    },
  );

  test('the validator would find a fault in query and in itemSchema', async () => {
    const item = describeBatch({}, VERSION);
    expect(
      await findDescriptionFault({ '/batch': { query: { ...item.query!, responses: 1 } } as never }, '3.2'),
    ).toBeDefined();
    linesOf(item.post!.requestBody!.content).itemSchema = 7 as never;
    expect(await findDescriptionFault({ '/batch': item }, '3.2')).toBeDefined();
  });

  test('in OpenAPI 3.1 has neither of them', () => {
    const item = describeBatch({}, { openapi: '3.1' });
    expect(item).toEqual(describeBatch());
    expect(Object.keys(item)).toEqual(['get', 'post']);
    expect(JSON.stringify(item)).not.toContain('itemSchema');
  });

  test('refuses other versions and options', () => {
    expect(() => describeBatch({}, { openapi: '3.0' as '3.1' })).toThrow(
      `describeBatch.openapi must be '3.1' or '3.2', got "3.0"`,
    );
    expect(() => describeBatch({}, { version: '3.2' } as object)).toThrow(
      'describeBatch.version is not an option',
    );
  });

  test('describes each line of a batch', () => {
    const { schema, itemSchema } = linesOf(describeBatch({}, VERSION).post!.requestBody!.content);
    expect(schema).toMatchObject({ type: 'array' });
    const validate = compile(itemSchema!);
    expect([READ, { ...READ, custom_id: 'a' }].map((line) => validate(line))).toEqual([true, true]);
    expect([{ requests: [READ] }, { ...READ, extra: 1 }, 7].map((line) => validate(line))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('with a root, URLs may be relative, and headers numbers', () => {
    const relative = { requests: [{ method: 'GET', url: 'People', headers: { 'content-length': 0 } }] };
    const validate = (options: BatchOptions): unknown =>
      compile(requestSchema(describeBatch(options).post!))(relative);
    expect([validate({ root: '/v1' }), validate({})]).toEqual([true, false]);
    const text = JSON.stringify(describeBatch({ root: '/', basePath: '' }).post);
    expect(text).toContain('Relative to `/`, an absolute path, or a URL of this host, with its query.');
  });

  test('a QUERY has no Idempotency-Key, and its own refusal', () => {
    const journal = { open: () => undefined } as never;
    const { post, query } = describeBatch({ journal, idempotency: { required: true } }, VERSION);
    const namesOf = ({ parameters }: OpenApiOperation): unknown => parameters?.map(({ name }) => name);
    expect([namesOf(post!), namesOf(query!)]).toEqual([['Prefer', 'Idempotency-Key'], ['Prefer']]);
    expect(Object.keys(post!.responses)).toContain('409');
    expect(Object.keys(query!.responses)).not.toContain('409');
    expect(query!.responses['422']!.description).toContain('`unsafe-operations`');
    expect(query!.responses['415']!.headers).toHaveProperty('Accept-Query');
  });
});

describe.each(hosts)('%s: the description holds for', (_name, toApp) => {
  function query(requests: readonly object[], headers: Record<string, string> = {}): Promise<WireAnswer> {
    const init = {
      method: 'QUERY',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ requests }),
    };
    return exchange(toApp({}), '/batch', init);
  }

  test.each([
    [207, [READ], {}],
    [422, [READ, { method: 'POST', url: '/made', body: {} }], {}],
    [415, [READ], { 'content-type': 'text/csv' }],
  ])('a QUERY that is answered %i', async (status, requests, headers) => {
    const answer = await query(requests, headers);
    expect(answer.status).toBe(status);
    assertDescribed(describeBatch({}, VERSION).query!, answer);
  });

  test('each line of JSON Lines, sent and answered', async () => {
    const { query: described } = describeBatch({}, VERSION);
    const sent = [READ, { custom_id: 'a', ...READ }, { method: 'GET', url: '/nowhere' }];
    const isSent = compile(linesOf(described!.requestBody!.content).itemSchema!);
    expect(sent.map((line) => isSent(line))).toEqual([true, true, true]);
    const { text } = await exchange(toApp({}), '/batch', {
      method: 'QUERY',
      headers: { 'content-type': LINES },
      body: sent.map((line) => `${JSON.stringify(line)}\n`).join(''),
    });
    const isAnswered = compile(linesOf(described!.responses['207']!.content).itemSchema!);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines) {
      expect([line, isAnswered(JSON.parse(line)), isAnswered.errors]).toEqual([line, true, null]);
    }
    expect(isAnswered({ id: '0', href: '/json', status: 200 })).toBe(false);
  });
});
