import { FOREIGN_KEY } from './entity-types.js';
import { ODataError } from './odata-error.js';
import type { Query } from './read-query.js';

/** Runs one statement, and resolves to the rows that it returned. */
export type RunSql = (sql: string, params?: readonly unknown[]) => Promise<readonly Row[]>;

/** A row of `People` or `Orders`, with the version that its ETag is made of. */
export interface Row {
  readonly ID: number;
  readonly version: number;
  readonly [property: string]: unknown;
}

/** An entity as clients see it. */
export interface Entity {
  readonly '@odata.etag': string;
  readonly [property: string]: unknown;
}

/** Which rows to read: those with this value in this column. */
interface Where {
  readonly column: string;
  readonly value: string | number | null;
}

/** Returns the entities that a query asks for, each with the entities that it expands. */
export async function readEntities(run: RunSql, query: Query, where?: Where): Promise<readonly Entity[]> {
  const { condition, params } = toCondition(query, where);
  const order = [...query.orderBy.map(({ property, direction }) => `"${property}" ${direction}`), '"ID"'];
  const page = `LIMIT ${query.top ?? 'ALL'} OFFSET ${query.skip}`;
  const sql = `SELECT * FROM "${query.type.set}" WHERE ${condition} ORDER BY ${order.join(', ')} ${page}`;
  const rows = await run(sql, params);
  return Promise.all(rows.map((row) => toEntity(run, query, row)));
}

/**
 * Returns one entity.
 *
 * @throws {ODataError} 404
 */
export async function readEntity(run: RunSql, query: Query, id: number): Promise<Entity> {
  const [entity] = await readEntities(run, query, { column: 'ID', value: id });
  if (entity === undefined) throw new ODataError(404, `There is no ${query.type.set}(${id}).`);
  return entity;
}

/** Returns how many entities match a query, whatever its `$top` and `$skip`. */
export async function countEntities(run: RunSql, query: Query, where?: Where): Promise<number> {
  const { condition, params } = toCondition(query, where);
  const rows = await run(`SELECT "ID" FROM "${query.type.set}" WHERE ${condition}`, params);
  return rows.length;
}

/** Returns a row as an entity. Each entity that is expanded takes one more statement: simple, but not fast. */
export async function toEntity(run: RunSql, query: Query, row: Row): Promise<Entity> {
  const { name, isCollection } = query.type.navigation;
  const properties = Object.fromEntries(query.select.map((property) => [property, row[property]]));
  const entity = { '@odata.etag': `W/"${row.version}"`, ...properties };
  if (query.expand === undefined) return entity;
  const where = isCollection
    ? { column: FOREIGN_KEY, value: row.ID }
    : { column: 'ID', value: Number(row[FOREIGN_KEY]) };
  const related = await readEntities(run, query.expand, where);
  return { ...entity, [name]: isCollection ? related : related[0] };
}

function toCondition({ filter }: Query, where: Where | undefined): { condition: string; params: unknown[] } {
  const all = [...filter, ...(where === undefined ? [] : [where])];
  const conditions = all.map(({ column }, index) => `"${column}"::text IS NOT DISTINCT FROM $${index + 1}`);
  return {
    condition: ['true', ...conditions].join(' AND '),
    params: all.map(({ value }) => (value === null ? null : String(value))),
  };
}
