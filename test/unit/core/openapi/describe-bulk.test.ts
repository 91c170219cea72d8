import { describe, expect, test } from '@jest/globals';
import { respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import type { BulkOptions, ItemSchema } from '@multistatus/core';
import { createBulkHandler } from '@multistatus/core/adapter';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { z } from 'zod';
import type { JsonSchema } from '#core/formats/json-schema.js';
import { describeBulk } from '#core/openapi/describe-bulk.js';
import type { OpenApiPathItem } from '#core/openapi/path-item.js';
import { compile, findDescriptionFault, requestSchema } from './description.js';

type Options = BulkOptions<unknown, object>;

function describeItems(item: ItemSchema<unknown>, options: Partial<Options> = {}): OpenApiPathItem {
  return describeBulk({ item, handle: () => undefined, ...options });
}

function listSchema(item: ItemSchema<unknown>, options: Partial<Options> = {}): JsonSchema {
  return requestSchema(describeItems(item, options).patch!);
}

/** What stands for an item of an array, and for one alone. */
function placesOf(schema: JsonSchema): [JsonSchema, JsonSchema] {
  const [list, , alone] = schema['anyOf'] as [JsonSchema, JsonSchema, { allOf: [JsonSchema] }];
  return [list['items'] as JsonSchema, alone.allOf[0]];
}

const TREE = {
  type: 'object',
  required: ['tag'],
  properties: { tag: { $ref: '#/$defs/tag' }, children: { type: 'array', items: { $ref: '#' } } },
  additionalProperties: false,
  $defs: { tag: { type: 'string', maxLength: 3 } },
};

const GOOD_TREE = { tag: 'a', children: [{ tag: 'b', children: [] }] };
const BAD_TREES = [{ tag: 'long' }, { tag: 'a', children: [{ tag: 'long' }] }, { tag: 'a', children: [{}] }];

/** Holds trees against what is described, alone and in a list, for both media types of JSON. */
async function expectTrees(item: ItemSchema<unknown>, options: Partial<Options> = {}): Promise<void> {
  const pathItem = describeItems(item, options);
  expect(await findDescriptionFault({ '/trees': pathItem })).toBeUndefined();
  const json = requestSchema(pathItem.patch!);
  const mergePatch = requestSchema(pathItem.patch!, 'application/merge-patch+json');
  const both = compile({ anyOf: [{ allOf: [json, mergePatch] }] });
  for (const wrap of [
    (tree: unknown) => tree,
    (tree: unknown) => [tree],
    (tree: unknown) => ({ items: [tree] }),
  ]) {
    expect([both(wrap(GOOD_TREE)), both.errors]).toEqual([true, null]);
    for (const bad of BAD_TREES) expect([bad, both(wrap(bad))]).toEqual([bad, false]);
  }
}

describe('the item of describeBulk', () => {
  test('a JSON Schema is inserted unchanged in every place', () => {
    const item = { type: 'object', properties: { at: { type: 'string', format: 'date-time' } } };
    expect(placesOf(listSchema(item))).toEqual([item, item]);
    expect(
      placesOf(listSchema({ $id: 'photo', $schema: 'http://json-schema.org/draft-07/schema#', ...item })),
    ).toEqual([item, item]);
  });

  test('its references can be resolved, without an $id of its own', async () => {
    await expectTrees(TREE);
    expect(placesOf(listSchema(TREE))[0]).toEqual({
      $id: expect.stringMatching(/^urn:multistatus:item:patch:[0-9a-f]{8}$/),
      ...TREE,
    });
    expect(describeItems(TREE)).toEqual(describeItems(TREE));
  });

  test('with an $id of its own, absolute or relative', async () => {
    await expectTrees({ ...TREE, $id: 'https://example.com/tree.json' });
    await expectTrees({ ...TREE, $id: 'tree.json' });
  });

  test('may be described while the endpoint uses it', () => {
    const options: Options = { item: { ...TREE, $id: 'tree.json' }, ajv: new Ajv(), handle: () => undefined };
    createBulkHandler(options);
    expect(describeBulk(options)).toEqual(describeBulk(options));
  });

  test('of draft 2020-12, and with references to anchors', async () => {
    const $schema = 'https://json-schema.org/draft/2020-12/schema';
    const properties = { ...TREE.properties, tag: { $ref: '#tag' } };
    const $defs = { tag: { $anchor: 'tag', ...TREE.$defs.tag } };
    await expectTrees(
      { ...TREE, $schema, properties, $defs },
      { ajv: new Ajv2020({ keywords: ['$anchor'] }) },
    );
  });

  test('two methods of one path may have the same item', async () => {
    const options: Options = { item: TREE, handle: () => undefined };
    const [post, patch] = (['post', 'patch'] as const).map((method) => describeBulk(options, { method }));
    expect(await findDescriptionFault({ '/trees': { ...post, ...patch } })).toBeUndefined();
  });

  test('what Ajv reads differently is converted to draft 2020-12', () => {
    const item = {
      type: 'object',
      properties: {
        nullable: { type: 'string', nullable: true },
        pair: { type: 'array', items: [{ type: 'string' }], minItems: 1, additionalItems: false },
        mode: { const: { type: 'a', nullable: true } },
        enum: { type: ['string'], nullable: true, enum: ['a', null] },
      },
    };
    expect(placesOf(listSchema(item))[0]).toEqual({
      type: 'object',
      properties: {
        nullable: { type: ['string', 'null'] },
        pair: { type: 'array', prefixItems: [{ type: 'string' }], minItems: 1, items: false },
        mode: { const: { type: 'a', nullable: true } },
        enum: { type: ['string', 'null'], enum: ['a', null] },
      },
    });
  });

  test('a schema of zod is described by its JSON Schema, even if it refers to itself', async () => {
    const photo = z.object({ id: z.int(), title: z.string().optional() });
    const validate = compile(listSchema(photo));
    expect([validate([{ id: 1 }]), validate([{ id: 'a' }]), validate({ title: 'x' })]).toEqual([
      true,
      false,
      false,
    ]);
    const tree = z.strictObject({
      tag: z.string().max(3),
      get children() {
        return z.array(tree).optional();
      },
    });
    await expectTrees(tree);
  });

  test('a validator that cannot export a JSON Schema is described in words', async () => {
    const anything = { description: 'Validated by valibot, with rules that JSON Schema cannot express.' };
    expect(placesOf(listSchema(v.object({ id: v.number() })))).toEqual([anything, anything]);
    const [place] = placesOf(listSchema(z.object({ at: z.date() })));
    expect(place).toEqual({ description: expect.stringContaining('by zod') });
    expect(
      await findDescriptionFault({ '/photos': describeItems(z.object({ at: z.date() })) }),
    ).toBeUndefined();
  });
});

describe('describeBulk', () => {
  test('describes the limits of the options', () => {
    const { patch } = describeItems(
      {},
      { limits: { maxItems: 3, maxItemBytes: 400, maxBodyBytes: 5_000, maxJsonDepth: 9 } },
    );
    const schema = requestSchema(patch!);
    expect(schema['anyOf']).toMatchObject([{ maxItems: 3 }, { properties: { items: { maxItems: 3 } } }, {}]);
    expect(schema['description']).toContain('at most 5000 bytes');
    expect(patch!.requestBody!.description).toContain('at most 400 bytes and 9 levels');
    expect(requestSchema(patch!, 'application/x-ndjson')['description']).toContain(
      'at most 3 items, at most 5000 bytes',
    );
  });

  test('describes no limit for lines if the options have none, unless the whole list is needed', () => {
    const unbounded = {
      limits: { maxItems: Number.POSITIVE_INFINITY, maxBodyBytes: Number.POSITIVE_INFINITY },
    };
    const linesOf = (options: Partial<Options>): unknown =>
      requestSchema(describeItems({}, options).patch!, 'application/x-ndjson')['description'];
    expect(linesOf(unbounded)).not.toContain('at most');
    expect(linesOf({ ...unbounded, validateAll: true })).toContain(
      'at most 1000 items, at most 1048576 bytes',
    );
    expect(listSchema({}, unbounded)['anyOf']).toMatchObject([{ maxItems: 1_000 }, {}, {}]);
  });

  test('describes lists that are answered later, and their limits', async () => {
    const journal = createJournal({ store: memoryStore(), identify: () => 'ann' });
    journal.close();
    const limits = { maxOperations: 5_000, maxBodyBytes: 9_000_000 };
    const async = respondAsync<never>({
      queue: memoryQueue(),
      name: 'photos',
      monitors: '/monitors',
      limits,
    });
    const options = { journal, async } as Partial<Options>;
    const { patch } = describeItems({}, options);
    const parameters = JSON.stringify(patch!.parameters);
    expect(parameters).toContain('up to 5000 items and 9000000 bytes; NDJSON may have more bytes');
    expect(requestSchema(patch!)['anyOf']).toMatchObject([{ maxItems: 5_000 }, {}, {}]);
    expect(requestSchema(patch!)['description']).toContain('at most 9000000 bytes');
    expect(requestSchema(patch!, 'application/x-ndjson')['description']).toMatch(/at most 5000 items\.$/);
    expect(patch!.requestBody!.description).toContain(
      'Without `Prefer: respond-async`, a list has at most 1000 items and 1048576 bytes.',
    );
    expect(Object.keys(patch!.responses)).toEqual(expect.arrayContaining(['202', '429', '503']));
    expect(patch!.responses['202']!.headers).toHaveProperty('Location');
    expect(patch!.responses['503']!.description).toContain('queue-full');
    expect(await findDescriptionFault({ '/photos': { patch: patch! } })).toBeUndefined();
    const whole = describeItems({}, { ...options, key: 'id' }).patch!;
    expect(JSON.stringify(whole.parameters)).not.toContain('NDJSON may have more bytes');
    const without = describeItems({}, { journal: options.journal }).patch!;
    expect(JSON.stringify(without)).not.toContain('respond-async');
    expect(without.responses).not.toHaveProperty('202');
  });

  test('describes the rules for the list', () => {
    const transaction: Options['transaction'] = (_group, run) => run(undefined);
    expect(describeItems({}, { key: 'id' }).patch!.description).toContain('`id`');
    expect(describeItems({}, { atomic: true, transaction }).patch!.description).toContain(
      'or none takes effect',
    );
    expect(describeItems({}, { validateAll: true }).patch!.responses).toHaveProperty('422');
    expect(describeItems({}).patch!.responses).not.toHaveProperty('422');
    expect(describeItems({}).patch!.responses['207']!.description).toContain('in NDJSON if the request is');
  });

  test('uses the method of the route', () => {
    const options: Options = { item: {}, handle: () => undefined };
    expect(Object.keys(describeBulk(options))).toEqual(['patch']);
    expect(Object.keys(describeBulk(options, { method: 'put' }))).toEqual(['put']);
    expect(describeBulk(options).patch!.responses['415']!.headers).toHaveProperty('Accept-Patch');
    expect(describeBulk(options, { method: 'post' }).post!.responses['415']!.headers).toHaveProperty(
      'Accept-Post',
    );
  });

  test('returns a new object each time, and does not change the schema of the options', () => {
    const item = structuredClone(TREE);
    const first = describeItems(item);
    const before = structuredClone(first);
    placesOf(requestSchema(first.patch!))[0]['required'] = [];
    expect(describeItems(item)).toEqual(before);
    expect(item).toEqual(TREE);
  });

  test('throws for the same options as bulk(), and for unknown methods', () => {
    const options: Options = { item: {}, handle: () => undefined };
    expect(() => describeBulk({ ...options, concurency: 1 } as Options)).toThrow(
      'did you mean limits.concurrency?',
    );
    expect(() => describeBulk({ ...options, limits: { concurency: 1 } } as Options)).toThrow(
      'did you mean concurrency?',
    );
    expect(() => describeBulk(options, { method: 'get' as never })).toThrow(
      'must be one of patch, post, put, delete',
    );
    expect(() => describeBulk(options, { methode: 'put' } as never)).toThrow('did you mean method?');
  });
});
