import type { EntityType } from './entity-types.js';
import { ODataError } from './odata-error.js';
import type { Row, RunSql } from './read-entities.js';

/** The entity that a request changes, and its If-Match. */
export interface Addressed {
  readonly type: EntityType;
  readonly id: number;
  readonly ifMatch: string | undefined;
}

type Values = ReadonlyMap<string, unknown>;

/** Inserts an entity, and returns its row. */
export async function insertEntity(run: RunSql, { set }: EntityType, values: Values): Promise<Row> {
  const columns = [...values.keys()].map((name) => `"${name}"`).join(', ');
  const places = [...values.keys()].map((_, index) => `$${index + 1}`).join(', ');
  const sql = `INSERT INTO "${set}" (${columns}) VALUES (${places}) RETURNING *`;
  const [row] = await run(sql, [...values.values()]);
  return row as Row;
}

/**
 * Changes an entity, and returns its row.
 *
 * @throws {ODataError} as `refuse`
 */
export async function updateEntity(run: RunSql, addressed: Addressed, values: Values): Promise<Row> {
  const { condition, params } = toCondition(addressed);
  const changes = [...values.keys()].map((name, index) => `"${name}" = $${params.length + index + 1}`);
  const set = [...changes, 'version = version + 1'].join(', ');
  const sql = `UPDATE "${addressed.type.set}" SET ${set} WHERE ${condition} RETURNING *`;
  const [row] = await run(sql, [...params, ...values.values()]);
  return row ?? refuse(run, addressed);
}

/**
 * Deletes an entity; with a person, the orders.
 *
 * @throws {ODataError} as `refuse`
 */
export async function deleteEntity(run: RunSql, addressed: Addressed): Promise<void> {
  const { condition, params } = toCondition(addressed);
  const sql = `DELETE FROM "${addressed.type.set}" WHERE ${condition} RETURNING *`;
  const [row] = await run(sql, params);
  if (row === undefined) await refuse(run, addressed);
}

/** One statement checks the version and writes, so that no other request can come between. */
function toCondition({ type, id, ifMatch }: Addressed): { condition: string; params: unknown[] } {
  if (ifMatch === undefined) throw new ODataError(428, 'If-Match is missing: send the ETag, or *.');
  const versions = [...ifMatch.matchAll(/"(\d{1,9})"/g)].map(([, version]) => Number(version));
  const lock = type.lock === undefined ? '' : ` AND NOT "${type.lock}"`;
  return {
    condition: `"ID" = $1 AND ($2::integer[] IS NULL OR version = ANY ($2))${lock}`,
    params: [id, ifMatch === '*' ? null : versions],
  };
}

/** Throws why nothing was written: 404, 409 for an order that was sent, 412 if another client was faster. The target is the entity. */
async function refuse(run: RunSql, { type, id, ifMatch }: Addressed): Promise<never> {
  const [row] = await run(`SELECT * FROM "${type.set}" WHERE "ID" = $1`, [id]);
  if (row === undefined) throw new ODataError(404, `There is no ${type.set}(${id}).`, '');
  if (type.lock !== undefined && row[type.lock] === true) {
    throw new ODataError(409, `${type.set}(${id}) cannot be changed any more: it was sent.`, '');
  }
  throw new ODataError(
    412,
    `${type.set}(${id}) has changed since it was read: it is not ${ifMatch} any more.`,
    '',
  );
}
