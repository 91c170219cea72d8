import { describe, expect, test } from '@jest/globals';
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { z } from 'zod';
import type { ItemAjv } from '#core/bulk/compile-with.js';
import type { ItemSchema, StandardSchema } from '#core/bulk/item-schema.js';
import { createItemValidator, type ItemIssue, type ItemValidator } from '#core/bulk/item-validator.js';
import { compileItemSchema } from '#node/compile-item-schema.js';

const PHOTO = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: {
    id: { type: 'integer' },
    title: { type: 'string', maxLength: 5 },
    taken: { type: 'string', format: 'date-time' },
    colour: { enum: ['red', 'green'] },
    tags: { type: 'array', items: { type: 'string' } },
    'a/b~c': { type: 'string' },
  },
};

/** Creates the validator as an adapter for Node does. */
function validatorOf(schema: ItemSchema<unknown>, ajv?: ItemAjv): ItemValidator<unknown> {
  return createItemValidator(schema, ajv, compileItemSchema);
}

async function issuesOf(
  schema: ItemSchema<unknown>,
  value: unknown,
  ajv?: ItemAjv,
): Promise<readonly ItemIssue[]> {
  const checked = await validatorOf(schema, ajv)(value);
  return 'issues' in checked ? checked.issues : [];
}

async function pointersOf(schema: ItemSchema<unknown>, value: unknown): Promise<string[]> {
  return (await issuesOf(schema, value)).map(({ pointer }) => pointer);
}

describe('a JSON Schema', () => {
  test.each([
    ['is valid', { id: 1 }, []],
    ['is not an object', 7, ['#']],
    ['is null', null, ['#']],
    ['is a list', [], ['#']],
    ['lacks a member', {}, ['#/id']],
    ['has an unknown member', { id: 1, x: 1 }, ['#/x']],
    ['has several issues', { id: 'a', title: 'too long', x: 1 }, ['#/x', '#/id', '#/title']],
    ['has an issue deep inside', { id: 1, tags: ['a', 2] }, ['#/tags/1']],
    ['does not match a format', { id: 1, taken: 'yesterday' }, ['#/taken']],
    ['has an issue in a member whose name a pointer escapes', { id: 1, 'a/b~c': 1 }, ['#/a~1b~0c']],
    ['has an unknown member of a strange name', { id: 1, 'é %/': 1 }, ['#/%C3%A9%20%25~1']],
    ['has a lone surrogate for a name', { id: 1, '\ud800': 1 }, ['#/%EF%BF%BD']],
    ['has a __proto__ of its own', JSON.parse('{"id":1,"__proto__":{"x":1}}'), ['#/__proto__']],
    ['has a constructor of its own', { id: 1, constructor: 1 }, ['#/constructor']],
  ])('an item that %s', async (_title, value, pointers) => {
    expect((await pointersOf(PHOTO, value)).toSorted()).toEqual([...pointers].toSorted());
  });

  test('lists the allowed values', async () => {
    expect(await issuesOf(PHOTO, { id: 1, colour: 'blue' })).toEqual([
      { pointer: '#/colour', detail: 'must be equal to one of the allowed values: ["red","green"]' },
    ]);
  });

  test('returns the item itself, not a copy', async () => {
    const value = { id: 1 };
    expect(await validatorOf(PHOTO)(value)).toEqual({ item: value });
  });

  test('an inherited member does not count as a required one', async () => {
    expect(await pointersOf({ type: 'object', required: ['constructor'] }, {})).toEqual(['#/constructor']);
  });

  test('a $ref within it, a conditional, a union', async () => {
    const schema = {
      $defs: { id: { type: 'integer', minimum: 1 } },
      type: 'object',
      properties: { id: { $ref: '#/$defs/id' }, kind: {} },
      if: { properties: { kind: { const: 'x' } }, required: ['kind'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ['extra'] },
    };
    expect(await pointersOf(schema, { id: 0 })).toEqual(['#/id']);
    expect(await pointersOf(schema, { kind: 'x' })).toContain('#/extra');
  });

  test('reports at most 1 000 issues', async () => {
    const issues = await issuesOf({ type: 'array', items: { type: 'string' } }, Array(5_000).fill(1));
    expect(issues).toHaveLength(1_000);
  });

  test.each([
    ['an unknown keyword', { typ: 'object' }],
    ['an unknown format', { type: 'string', format: 'photo' }],
    ['an unresolved $ref', { $ref: 'https://photos.example/photo' }],
  ])('%s throws when the validator is created', (_title, schema) => {
    expect(() => validatorOf(schema)).toThrow();
  });

  test('that nothing compiles throws an error that says what to do', () => {
    const create = (): unknown => createItemValidator(PHOTO, undefined, undefined);
    expect(create).toThrow(TypeError);
    expect(create).toThrow(
      'bulk.item is a JSON Schema, which needs Ajv: set bulk.ajv to an Ajv instance, or use',
    );
  });

  test('that does not compile throws an error that names the option', () => {
    expect(() => validatorOf({ type: 'object', requird: ['id'] })).toThrow(
      'bulk.item does not compile: strict mode: unknown keyword: "requird"',
    );
  });

  test('is compiled by the Ajv of the app alone', async () => {
    expect(
      await createItemValidator(PHOTO, new Ajv({ formats: { 'date-time': true } }), undefined)({ id: 1 }),
    ).toEqual({
      item: { id: 1 },
    });
  });

  // With allErrors alone, Ajv would compare each element with each other.
  test('stops at a size limit', async () => {
    const schema = { type: 'array', maxItems: 2, uniqueItems: true, items: { type: 'string' } };
    expect(await issuesOf(schema, [1, 1, 1])).toEqual([
      { pointer: '#', detail: 'must NOT have more than 2 items' },
    ]);
  });
});

describe('an Ajv of the app', () => {
  test('is used with its schemas, formats, keywords and defaults', async () => {
    const ajv = new Ajv({ useDefaults: true, allErrors: true });
    ajv.addSchema({ $id: 'https://photos.example/title', type: 'string', pattern: '^[A-Z]' });
    ajv.addFormat('slug', /^[a-z-]+$/);
    ajv.addKeyword({ keyword: 'isEven', validate: (_schema: unknown, value: number) => value % 2 === 0 });
    const schema = {
      type: 'object',
      properties: {
        title: { $ref: 'https://photos.example/title' },
        slug: { type: 'string', format: 'slug' },
        count: { type: 'number', isEven: true, default: 2 },
      },
    };
    const validate = validatorOf(schema, ajv);
    expect(await validate({})).toEqual({ item: { count: 2 } });
    expect(
      (await issuesOf(schema, { title: 'a', slug: 'B', count: 1 }, ajv)).map(({ pointer }) => pointer),
    ).toEqual(['#/title', '#/slug', '#/count']);
  });

  test('may be of another draft', async () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      prefixItems: [{ type: 'string' }],
    };
    const checked = await validatorOf(schema, new Ajv2020({ strict: false }))([1]);
    expect(checked).toMatchObject({ issues: [{ pointer: '#/0' }] });
  });

  test('can be used for several endpoints with one schema', async () => {
    const ajv = new Ajv();
    const schema = { $id: 'photo', type: 'object' };
    validatorOf(schema, ajv);
    expect(await validatorOf(schema, ajv)({})).toEqual({ item: {} });
  });

  // What Ajv gives for it is a promise: taken for the answer, every item would be valid.
  describe('an asynchronous schema ($async)', () => {
    const asyncAjv = (): ItemAjv => {
      const ajv = new Ajv();
      ajv.addKeyword({
        keyword: 'isFree',
        async: true,
        validate: async (_schema: unknown, value: unknown) => value !== 'taken',
      });
      // A rejection that nobody waits for would end the process, and with it the tests.
      return { compile: (schema: object) => quietly(ajv.compile(schema)) } as ItemAjv;
    };
    function quietly(validate: ValidateFunction): ValidateFunction {
      return new Proxy(validate, {
        apply: (target, self, values: [unknown]) => {
          const result = Reflect.apply(target, self, values) as unknown;
          if (result instanceof Promise) result.catch(() => undefined);
          return result;
        },
      });
    }
    const schema = { $async: true, type: 'object', properties: { name: { type: 'string', isFree: true } } };

    test('reports an item that is not valid', async () => {
      expect((await issuesOf(schema, { name: 'taken' }, asyncAjv())).map(({ pointer }) => pointer)).toEqual([
        '#/name',
      ]);
    });

    test('returns an item that is valid', async () => {
      expect(await validatorOf(schema, asyncAjv())({ name: 'free' })).toEqual({
        item: { name: 'free' },
      });
    });
  });
});

describe('a Standard Schema', () => {
  test('needs neither an Ajv nor compileSchema', async () => {
    expect(await createItemValidator(z.string(), undefined, undefined)('a')).toEqual({ item: 'a' });
  });

  const photos: readonly [string, ItemSchema<unknown>][] = [
    [
      'zod',
      z.strictObject({
        id: z.int(),
        tags: z.array(z.string()).optional(),
        age: z.coerce.number().optional(),
      }),
    ],
    [
      'valibot',
      v.strictObject({
        id: v.pipe(v.number(), v.integer()),
        tags: v.optional(v.array(v.string())),
        age: v.optional(v.pipe(v.unknown(), v.transform(Number))),
      }),
    ],
  ];

  test.each(photos)(
    '%s: returns the item as the schema converts it, or its issues',
    async (_vendor, schema) => {
      expect(await validatorOf(schema)({ id: 1, age: '7' })).toEqual({
        item: { id: 1, age: 7 },
      });
      expect(await pointersOf(schema, { id: 1, tags: ['a', 2] })).toEqual(['#/tags/1']);
      expect(await pointersOf(schema, {})).toEqual(['#/id']);
      expect(await pointersOf(schema, null)).toEqual(['#']);
    },
  );

  function standard(validate: (value: unknown) => unknown): ItemSchema<unknown> {
    return { '~standard': { version: 1, vendor: 'test', validate } } as unknown as StandardSchema<unknown>;
  }

  test('may be asynchronous', async () => {
    const schema = standard(async (value) => ({ value: [value] }));
    expect(await validatorOf(schema)(1)).toEqual({ item: [1] });
  });

  test('may be a function, as those of arktype are', async () => {
    const schema = Object.assign(
      () => 0,
      standard((value) => ({ value })),
    ) as unknown as ItemSchema<unknown>;
    expect(await validatorOf(schema)(1)).toEqual({ item: 1 });
  });

  test('may be an instance that inherits it', async () => {
    const schema = Object.create(standard((value) => ({ value }))) as ItemSchema<unknown>;
    expect(await validatorOf(schema)(1)).toEqual({ item: 1 });
  });

  test.each([
    ['no issue at all', { issues: [] }, [{ pointer: '#', detail: 'does not match the schema' }]],
    [
      'a path of keys and segments',
      { issues: [{ message: 'm', path: ['a', { key: 0 }, 'b/c'] }] },
      [{ pointer: '#/a/0/b~1c', detail: 'm' }],
    ],
    [
      'a path of a symbol',
      { issues: [{ message: 'm', path: [Symbol('s')] }] },
      [{ pointer: '#/Symbol(s)', detail: 'm' }],
    ],
    ['no message', { issues: [{}] }, [{ pointer: '#', detail: expect.any(String) }]],
    [
      'a message that is no text',
      { issues: [{ message: 7 }] },
      [{ pointer: '#', detail: expect.any(String) }],
    ],
  ])('%s', async (_title, result, issues) => {
    expect(
      await issuesOf(
        standard(() => result),
        {},
      ),
    ).toEqual(issues);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['gives nothing', () => undefined],
    ['gives issues that are no list', () => ({ issues: 'all' })],
  ])('a validator that %s rejects, and the item does not count as valid', async (_title, validate) => {
    await expect(validatorOf(standard(validate))({})).rejects.toThrow();
  });
});
