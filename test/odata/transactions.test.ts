import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { getOperation as expressOperation } from '@multistatus/express';
import { getOperation as koaOperation } from '@multistatus/koa';
import { odata } from '@multistatus/odata';
import { type PgliteTransaction, pgliteTransaction } from '@multistatus/transactions/pglite';
import { exchangeOverSocket } from '../conformance/exchange-over-socket.js';
import { changeset, multipart, outline, part } from '../conformance/odata-batch.js';
import { readMultipartStrictly } from '../conformance/read-multipart-strictly.js';
import { odataHosts, type ServiceRequest, type ServiceSetup } from './odata-hosts.js';

let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create();
  await database.query('CREATE TABLE people (name text PRIMARY KEY)');
});
beforeEach(() => database.query('DELETE FROM people'));
afterAll(() => database.close());

/** Returns what a request of this framework is answered: 409 for a name that is there. */
function handleOn(getOperation: (request: never) => { readonly transaction?: unknown } | undefined) {
  return async ({ body, request }: ServiceRequest) => {
    const db = (getOperation(request as never)?.transaction as PgliteTransaction | undefined) ?? database;
    const { Name } = body as { readonly Name: string };
    const { rows } = await db.query('INSERT INTO people VALUES ($1) ON CONFLICT DO NOTHING RETURNING name', [
      Name,
    ]);
    return rows.length === 1
      ? { status: 201, json: body }
      : { status: 409, json: { error: { code: 'Exists', message: Name } } };
  };
}

const post = (name: string, id: string): string =>
  part('POST People', {
    id,
    fields: ['Content-Type: application/json'],
    body: JSON.stringify({ Name: name }),
  });

/** A changeset that succeeds, and one whose second request fails. */
const BATCH = multipart([
  changeset([post('Ana', '1'), post('Bea', '2')]),
  changeset([post('Cid', '3'), post('Ana', '4'), post('Dan', '5')]),
  changeset([post('Eva', '6')]),
]);

describe.each(odataHosts)('changesets on %s', (name, start) => {
  const handle = name.startsWith('Express') ? handleOn(expressOperation) : handleOn(koaOperation);

  /** Returns the outline of the answer to the batch, and the names that are in the database then. */
  async function run(setup: Pick<ServiceSetup, 'options' | 'format'>): Promise<unknown> {
    const { port, close } = await start({ root: '/odata', handle, ...setup });
    const headers = { 'content-type': 'multipart/mixed; boundary=b', prefer: 'continue-on-error' };
    const answer = await exchangeOverSocket(port, '/odata/$batch', { method: 'POST', headers, body: BATCH });
    await close();
    const { rows } = await database.query<{ name: string }>('SELECT name FROM people ORDER BY name');
    return { answer: outline(readMultipartStrictly(answer)), names: rows.map((row) => row.name) };
  }

  test('one that fails midway leaves no rows', async () => {
    const options = { transaction: pgliteTransaction(database) };
    const answer = [['1 201', '2 201'], '4 409', ['6 201']];
    expect(await run({ options })).toEqual({ answer, names: ['Ana', 'Bea', 'Eva'] });
  });

  test('without transactions, one that fails midway leaves the rows before', async () => {
    const answer = [['1 201', '2 201'], '4 409', ['6 201']];
    expect(await run({ format: odata({ changesets: 'sequential' }) })).toEqual({
      answer,
      names: ['Ana', 'Bea', 'Cid', 'Eva'],
    });
  });
});
