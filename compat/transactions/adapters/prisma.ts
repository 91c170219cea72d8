import { prismaTransaction } from '@multistatus/transactions/prisma';
import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '../../prisma/generated/client.js';
import { type AuditedLibrary, POOL } from '../audited-database.js';
import { openPool } from './open-pool.js';

export const prisma: AuditedLibrary = {
  name: 'Prisma',
  async open(connection) {
    const pool = openPool(connection);
    const client = new PrismaClient({
      adapter: new PrismaPg(pool),
      transactionOptions: { maxWait: POOL.waitMs },
    });
    const on = (tx: unknown): Prisma.TransactionClient => (tx ?? client) as Prisma.TransactionClient;
    return {
      transaction: (options) => prismaTransaction(client, options),
      insert: (tx, mark) => on(tx).effect.create({ data: { mark } }),
      add: (tx, id) => on(tx).account.update({ where: { id }, data: { balance: { increment: 1 } } }),
      run: (tx, statement) => on(tx).$executeRawUnsafe(statement),
      async close() {
        await client.$disconnect();
        await pool.end();
      },
    };
  },
};
