import { Pool } from 'pg';

const INSERT = 'INSERT INTO effects (operation, pid) VALUES ($1, $2)';

/**
 * Returns what a handler does: inserts a row for its operation, through a transaction if it has one.
 *
 * @param {object} connection of the database that has the table
 * @param {import('./moments.mjs').Moments} moments
 */
export function toEffect(connection, moments) {
  const pool = new Pool({ ...connection, max: 10 });
  return async (operation, transaction) => {
    await moments.reached('before effect');
    await (transaction ?? pool).query(INSERT, [operation, process.pid]);
    await moments.reached('after effect');
  };
}
