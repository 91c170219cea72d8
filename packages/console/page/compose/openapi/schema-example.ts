import { isObject, resolveRef } from './resolve-ref.js';

/** How deep an example is, and how many values it has: a schema may refer to itself. */
const MAX_DEPTH = 6;
const MAX_VALUES = 200;
/** How many characters of JSON an example of the document may have. */
const MAX_LENGTH = 10_000;

const TEXTS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-31T12:00:00Z',
  date: '2026-01-31',
  time: '12:00:00Z',
  email: 'someone@example.com',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** Returns a value that a schema of an OpenAPI document allows: an example of the document, or one that is composed from the schema. */
export function schemaExample(schema: unknown, document: unknown): unknown {
  return new ExampleMaker(document).make(schema, 0) ?? null;
}

/** Returns the example that a media type, a parameter or a schema has; `undefined` if there is none, or it is too long. */
export function givenExample(described: Readonly<Record<string, unknown>>): unknown {
  const { example, examples } = described;
  const first: unknown = Array.isArray(examples)
    ? examples[0]
    : isObject(examples)
      ? Object.values(examples)[0]
      : undefined;
  const given = example ?? (Array.isArray(examples) ? first : isObject(first) ? first['value'] : undefined);
  if (given === undefined) return undefined;
  return JSON.stringify(given).length > MAX_LENGTH ? undefined : given;
}

class ExampleMaker {
  readonly #document: unknown;
  /** The references that are being followed: a schema that refers to itself is omitted. */
  readonly #followed = new Set<unknown>();
  #left = MAX_VALUES;

  constructor(document: unknown) {
    this.#document = document;
  }

  /** Returns `undefined` for what contains itself. */
  make(described: unknown, depth: number): unknown {
    const ref = isObject(described) ? described['$ref'] : undefined;
    if (ref === undefined) return this.#make(described, depth);
    if (this.#followed.has(ref)) return undefined;
    this.#followed.add(ref);
    const example = this.#make(described, depth);
    this.#followed.delete(ref);
    return example;
  }

  #make(described: unknown, depth: number): unknown {
    this.#left -= 1;
    const schema = resolveRef(described, this.#document);
    if (schema === undefined || this.#left < 0 || depth > MAX_DEPTH) return null;
    const given = givenExample(schema) ?? schema['default'] ?? schema['const'];
    if (given !== undefined && JSON.stringify(given).length <= MAX_LENGTH) return given;
    const { enum: choices, allOf, oneOf, anyOf } = schema;
    if (Array.isArray(choices) && choices.length > 0) return choices[0];
    if (Array.isArray(allOf)) return this.#merge(schema, allOf, depth);
    const [choice] = Array.isArray(oneOf) ? oneOf : Array.isArray(anyOf) ? anyOf : [];
    return choice === undefined ? this.#ofType(schema, depth) : this.make(choice, depth + 1);
  }

  /** Merges the parts if all are objects; otherwise returns the first value. */
  #merge(schema: Readonly<Record<string, unknown>>, allOf: readonly unknown[], depth: number): unknown {
    const own = isObject(schema['properties']) ? [this.#ofType(schema, depth)] : [];
    const values = [...allOf.slice(0, 20).map((part) => this.make(part, depth + 1)), ...own];
    if (!values.every(isObject)) return values.find((value) => value !== null) ?? null;
    return Object.fromEntries(values.flatMap((value) => Object.entries(value)));
  }

  #ofType(schema: Readonly<Record<string, unknown>>, depth: number): unknown {
    const { type, properties, items, format, minimum } = schema;
    const name: unknown = Array.isArray(type) ? type.find((each) => each !== 'null') : type;
    if (name === 'object' || isObject(properties)) return this.#object(properties, depth);
    if (name === 'array') return depth === MAX_DEPTH ? [] : this.#array(items, depth);
    if (name === 'integer' || name === 'number') return typeof minimum === 'number' ? minimum : 1;
    if (name === 'boolean') return true;
    if (name !== 'string') return null;
    return typeof format === 'string' && Object.hasOwn(TEXTS, format) ? TEXTS[format] : 'text';
  }

  #array(items: unknown, depth: number): unknown {
    const item = items === undefined ? undefined : this.make(items, depth + 1);
    return item === undefined ? [] : [item];
  }

  #object(properties: unknown, depth: number): unknown {
    if (!isObject(properties) || depth === MAX_DEPTH) return {};
    const entries: [string, unknown][] = [];
    for (const [name, property] of Object.entries(properties)) {
      if (this.#left <= 0) break;
      if (resolveRef(property, this.#document)?.['readOnly'] === true) continue;
      const value = this.make(property, depth + 1);
      if (value !== undefined) entries.push([name, value]);
    }
    return Object.fromEntries(entries);
  }
}
