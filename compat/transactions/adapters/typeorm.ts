import { typeormTransaction } from '@multistatus/transactions/typeorm';
import { DataSource, type EntityManager, EntitySchema } from 'typeorm';
import { APPLICATION, type AuditedLibrary, POOL } from '../audited-database.js';

const EFFECT = new EntitySchema<{ mark: string }>({
  name: 'effects',
  columns: { mark: { type: 'text', primary: true } },
});
const ACCOUNT = new EntitySchema<{ id: number; balance: number }>({
  name: 'accounts',
  columns: { id: { type: 'int', primary: true }, balance: { type: 'int' } },
});

export const typeorm: AuditedLibrary = {
  name: 'TypeORM',
  async open(connection) {
    const { host, user, database } = connection ?? {};
    const dataSource = new DataSource({
      type: 'postgres',
      host,
      username: user,
      database,
      applicationName: APPLICATION,
      poolSize: POOL.max,
      connectTimeoutMS: POOL.waitMs,
      entities: [EFFECT, ACCOUNT],
      logging: false,
    } as ConstructorParameters<typeof DataSource>[0]);
    await dataSource.initialize();
    const on = (tx: unknown): EntityManager => (tx ?? dataSource.manager) as EntityManager;
    return {
      transaction: (options) => typeormTransaction(dataSource, options),
      insert: (tx, mark) => on(tx).getRepository(EFFECT).insert({ mark }),
      add: (tx, account) => on(tx).getRepository(ACCOUNT).increment({ id: account }, 'balance', 1),
      run: (tx, statement) => on(tx).query(statement),
      close: () => dataSource.destroy(),
    };
  },
};
