import type { AuditedLibrary } from '../audited-database.js';
import { drizzle, drizzleOnPglite } from './drizzle.js';
import { knex } from './knex.js';
import { kysely } from './kysely.js';
import { pg } from './pg.js';
import { pglite } from './pglite.js';
import { prisma } from './prisma.js';
import { sequelize } from './sequelize.js';
import { typeorm } from './typeorm.js';

/** Every library that `@multistatus/transactions` has an entry for. */
export const LIBRARIES: readonly AuditedLibrary[] = [
  ...[pg, pglite, knex, drizzle, drizzleOnPglite, kysely],
  ...[prisma, sequelize, typeorm],
];
