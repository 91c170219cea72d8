import 'reflect-metadata';
import { afterAll, beforeAll, test } from '@jest/globals';
import { prismaTransaction } from '@multistatus/transactions/prisma';
import { sequelizeTransaction } from '@multistatus/transactions/sequelize';
import { typeormTransaction } from '@multistatus/transactions/typeorm';
import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { Sequelize } from 'sequelize';
import { DataSource } from 'typeorm';
import { describeWithPostgres } from '../postgres/describe-with-postgres.js';
import { PrismaClient } from '../prisma/generated/client.js';
import { expectOneTransaction, transactionOf } from './page-of-transactions.js';

describeWithPostgres('The page on transactions', (server) => {
  let pool: Pool;
  beforeAll(() => {
    pool = new Pool(server().connection);
  });
  afterAll(() => pool.end());
  const expectAsPageSays = (name: string, given: Readonly<Record<string, unknown>>): Promise<void> =>
    expectOneTransaction(transactionOf(name, given), (statement) => pool.query(statement));

  test('TypeORM', async () => {
    const { host, user, database } = server().connection;
    const dataSource = new DataSource({ type: 'postgres', host, username: user, database });
    await dataSource.initialize();
    await expectAsPageSays('typeorm', { dataSource, typeormTransaction });
    await dataSource.destroy();
  });

  test('Sequelize', async () => {
    const { host, user, database } = server().connection;
    const sequelize = new Sequelize(database, user, '', { host, dialect: 'postgres', logging: false });
    await expectAsPageSays('sequelize', { sequelize, sequelizeTransaction });
    await sequelize.close();
  });

  test('Prisma', async () => {
    const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
    await expectAsPageSays('prisma', { prisma, prismaTransaction });
    await prisma.$disconnect();
  });
});
