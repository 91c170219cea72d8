import { sequelizeTransaction } from '@multistatus/transactions/sequelize';
import { DataTypes, Sequelize, type Transaction } from 'sequelize';
import { APPLICATION, type AuditedLibrary, POOL } from '../audited-database.js';

export const sequelize: AuditedLibrary = {
  name: 'Sequelize',
  async open(connection) {
    const { host = '', user = '', database = '' } = connection ?? {};
    const db = new Sequelize(database, user, '', {
      host,
      dialect: 'postgres',
      dialectOptions: { application_name: APPLICATION },
      logging: false,
      pool: { max: POOL.max, acquire: POOL.waitMs },
    });
    const Effect = db.define(
      'Effect',
      { mark: { type: DataTypes.TEXT, primaryKey: true } },
      { tableName: 'effects', timestamps: false },
    );
    const Account = db.define(
      'Account',
      { balance: DataTypes.INTEGER },
      { tableName: 'accounts', timestamps: false },
    );
    const on = (tx: unknown): { transaction?: Transaction } => (tx ? { transaction: tx as Transaction } : {});
    return {
      transaction: (options) => sequelizeTransaction(db, options),
      insert: (tx, mark) => Effect.create({ mark }, on(tx)),
      add: (tx, account) => Account.increment('balance', { where: { id: account }, ...on(tx) }),
      run: (tx, statement) => db.query(statement, on(tx)),
      close: () => db.close(),
    };
  },
};
