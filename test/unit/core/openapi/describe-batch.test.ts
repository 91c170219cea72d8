import { describe, expect, test } from '@jest/globals';
import type { BatchOptions } from '@multistatus/core';
import { describeBatch } from '#core/openapi/describe-batch.js';
import { describeBulk } from '#core/openapi/describe-bulk.js';
import { compile, findDescriptionFault, requestSchema } from './description.js';

const transaction: BatchOptions['transaction'] = (_group, run) => run(undefined);

type Members = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function requestsOf(options: BatchOptions): Readonly<Record<string, unknown>> {
  return (requestSchema(describeBatch(options).post!)['properties'] as Members)['requests']!;
}

function operationMembers(options: BatchOptions): Members {
  return (requestsOf(options)['items'] as { properties: Members }).properties;
}

describe('describeBatch', () => {
  test.each<BatchOptions>([
    {},
    { transaction, basePath: '/api', allow: () => true },
    { status: 'ok-or-multi-status', defaultFormat: 'xml' },
    { status: () => 200, timings: true },
  ])('gives a path item that an OpenAPI 3.1 validator takes: %p', async (options) => {
    const bulk = describeBulk({ item: { type: 'object' }, handle: () => undefined });
    expect(await findDescriptionFault({ '/batch': describeBatch(options), '/photos': bulk })).toBeUndefined();
  });

  test('the validator would find a fault', async () => {
    const { post } = describeBatch();
    const faulty = { post: { ...post!, requestBody: { ...post!.requestBody!, required: 'yes' } } };
    expect(await findDescriptionFault({ '/batch': faulty as never })).toBeDefined();
  });

  test('describes the limits of the options', () => {
    const options: BatchOptions = {
      limits: {
        maxOperations: 7,
        maxUrlLength: 99,
        maxHeaderBytes: 1_234,
        maxBodyBytes: 54_321,
        maxJsonDepth: 13,
      },
    };
    const { get, post } = describeBatch(options);
    expect(requestsOf(options)).toMatchObject({ minItems: 1, maxItems: 7 });
    const { url, headers } = operationMembers(options);
    expect(url).toMatchObject({ maxLength: 99 });
    expect(headers!['description']).toContain('1234 bytes');
    expect(post!.requestBody!.description).toContain('54321 bytes and 13 levels');
    expect(get!.responses['200']!.content['application/json']!.example).toMatchObject(options);
    const { schema } = post!.responses['207']!.content['application/json']!;
    expect(schema).toMatchObject({ properties: { responses: { maxItems: 7 } } });
  });

  test('describes the times of operations only with the option timings', () => {
    const responseOf = (options: BatchOptions): unknown =>
      describeBatch(options).post!.responses['207']!.content['application/json']!.schema;
    const timing = { required: ['startMs', 'durationMs'] };
    const schema = { properties: { responses: { items: { properties: { timing } } } } };
    expect(responseOf({ timings: true })).toMatchObject(schema);
    expect(responseOf({})).not.toMatchObject(schema);
    expect(JSON.stringify(responseOf({}))).not.toContain('timing');
  });

  test('describes the defaults where there is no option', () => {
    expect(requestsOf({})).toMatchObject({ maxItems: 100 });
    expect(operationMembers({})['url']).toMatchObject({ maxLength: 8_192, pattern: '^[/$]' });
    expect(describeBatch()).toEqual(describeBatch({}));
  });

  test('has groups only with the option transaction, and then no 501', () => {
    expect(operationMembers({})).not.toHaveProperty('atomicityGroup');
    expect(operationMembers({ transaction })).toHaveProperty('atomicityGroup.pattern');
    expect(describeBatch().post!.responses).toHaveProperty('501');
    expect(describeBatch({ transaction }).post!.responses).not.toHaveProperty('501');
  });

  test('names the prefix, as it is and not as a pattern', () => {
    const { url } = operationMembers({ basePath: '/a.b(c)' });
    const validate = compile(url!);
    expect(['/a.b(c)/x', '/a.b(c)', '/a.b(c)?q', '$id/x'].map((value) => validate(value))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['/axb(c)/x', '/a.b(c)d', '/'].map((value) => validate(value))).toEqual([false, false, false]);
    expect(url!['description']).toContain('`/a.b(c)`');
  });

  test('has the default of execution, and of the format', () => {
    const schema = requestSchema(describeBatch({ execution: 'sequential' }).post!);
    expect(schema).toMatchObject({ properties: { execution: { default: 'sequential' } } });
    expect(describeBatch({ defaultFormat: 'xml' }).post!.responses['207']!.description).toContain('in XML');
  });

  test('gives each time its own object, of plain JSON', () => {
    const first = describeBatch();
    const before = structuredClone(first);
    expect(JSON.parse(JSON.stringify(first))).toEqual(first);
    const { headers } = first.post!.responses['207']!;
    headers!['Vary']!.schema['type'] = 'changed';
    (requestSchema(first.post!)['required'] as string[]).push('changed');
    expect(describeBatch()).toEqual(before);
  });

  test('takes the options of an adapter, and refuses others', () => {
    expect(() =>
      describeBatch({ target: () => undefined, path: '/batch', prepare: undefined }),
    ).not.toThrow();
    expect(() => describeBatch({ maxOperation: 1 } as BatchOptions)).toThrow(
      'did you mean limits.maxOperations?',
    );
    expect(() => describeBatch({ limits: { maxOperation: 1 } } as BatchOptions)).toThrow(
      'batch.limits.maxOperation is not an option; did you mean maxOperations?',
    );
    expect(() => describeBatch({ headers: { inherits: [] } } as BatchOptions)).toThrow(
      'did you mean inherit?',
    );
    expect(() => describeBatch({ limits: { maxOperations: 0 } })).toThrow(RangeError);
  });
});
