import { Pool } from 'pg';

const INSERT = 'INSERT INTO effects (operation, pid) VALUES ($1, $2)';

/**
 * Opens the database that has the table of effects. COMMIT is a point of the program there.
 *
 * @param {object} connection
 * @param {import('./moments.mjs').Moments} moments
 */
export function openEffects(connection, moments) {
  const pool = new Pool({ ...connection, max: 10 });
  pool.on('error', () => {});
  pool.on('connect', (client) => watchCommits(client, moments));
  /** What handlers do: inserts a row for an operation, through a transaction if there is one. */
  const effect = async (operation, transaction) => {
    await moments.reached('before effect');
    await (transaction ?? pool).query(INSERT, [operation, process.pid]);
    await moments.reached('after effect');
  };
  return { pool, effect };
}

function watchCommits(client, moments) {
  const query = client.query.bind(client);
  const commit = async (...args) => {
    await moments.reached('before commit');
    const result = await query(...args);
    await moments.reached('after commit');
    return result;
  };
  client.query = (...args) => (args[0] === 'COMMIT' ? commit : query)(...args);
}
