import type { EntityType } from './entity-types.js';
import { ODataError } from './odata-error.js';

/** What a URL asks for: `?$filter=City eq 'Köln'&$orderby=Name desc&$top=10&$expand=Orders`. */
export interface Query {
  /** The type of the entities. */
  readonly type: EntityType;
  /** All must apply. Values are compared as text. */
  readonly filter: readonly { readonly column: string; readonly value: string | null }[];
  readonly orderBy: readonly { readonly property: string; readonly direction: 'asc' | 'desc' }[];
  readonly top: number | undefined;
  readonly skip: number;
  readonly hasCount: boolean;
  /** The names of the properties in the answer; `ID` is always among them. */
  readonly select: readonly string[];
  /** What to read of the entities at the other end of the navigation property, if they are in the answer. */
  readonly expand: Query | undefined;
}

const OPTIONS = ['$filter', '$orderby', '$top', '$skip', '$count', '$select', '$expand'];

/**
 * Reads the system query options (OData 4.0 URL Conventions, section 5.1).
 *
 * @throws {ODataError} 501 for what this service does not support, 400 for what is wrong
 */
export function readQuery(type: EntityType, options: Readonly<Record<string, unknown>>): Query {
  const unknown = Object.keys(options).find((name) => name.startsWith('$') && !OPTIONS.includes(name));
  if (unknown !== undefined) throw new ODataError(501, `${unknown} is not supported.`);
  const text = (name: string): string | undefined => options[name]?.toString();
  const names = ['ID', ...Object.keys(type.properties)];
  const list = (value: string | undefined): string[] => value?.split(',').map((item) => item.trim()) ?? [];
  const property = (name = ''): string => {
    if (!names.includes(name)) throw new ODataError(400, `${type.set} have no property ${name}.`);
    return name;
  };
  const select = list(text('$select')).filter((name) => name !== '*' && name !== type.navigation.name);
  return {
    type,
    filter: readFilter(text('$filter') ?? '').map(([, name, literal = '']) => ({
      column: property(name),
      value: toText(literal),
    })),
    orderBy: list(text('$orderby')).map((item) => {
      const [name, direction] = item.split(' ');
      return { property: property(name), direction: direction === 'desc' ? 'desc' : 'asc' };
    }),
    top: text('$top') === undefined ? undefined : count('$top', text('$top')),
    skip: count('$skip', text('$skip') ?? '0'),
    hasCount: text('$count') === 'true',
    select: select.length === 0 ? names : [...new Set(['ID', ...select.map(property)])],
    expand: readExpand(type, text('$expand')),
  };
}

/** Reads `Orders` or `Orders($select=Product;$orderby=ID)`. */
function readExpand({ set, navigation }: EntityType, expand: string | undefined): Query | undefined {
  if (expand === undefined) return undefined;
  const [, name, options = ''] = /^(\w+)(?:\((.*)\))?$/.exec(expand) ?? [];
  if (name !== navigation.name) throw new ODataError(400, `${set} cannot be expanded by ${expand}.`);
  const pairs = options.split(';').map((option) => option.split(/=(.*)/s).slice(0, 2));
  return readQuery(navigation.target(), Object.fromEntries(options === '' ? [] : pairs));
}

/** Reads `City eq 'Köln' and ID eq 1`. */
function readFilter(filter: string): readonly RegExpMatchArray[] {
  const conditions = [...filter.matchAll(/(\w+) eq (\d+|true|false|null|'(?:[^']|'')*')(?: and |$)/gy)];
  if (conditions.map(([condition]) => condition).join('') !== filter) {
    throw new ODataError(501, '$filter supports only "eq" and "and".');
  }
  return conditions;
}

function toText(literal: string): string | null {
  if (literal === 'null') return null;
  return literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;
}

function count(option: string, value: string | undefined): number {
  if (!/^\d{1,9}$/.test(value ?? '')) throw new ODataError(400, `${option} is not a whole number from 0.`);
  return Number(value);
}
