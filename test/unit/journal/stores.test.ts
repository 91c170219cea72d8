import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { memoryStore } from '@multistatus/journal/memory';
import { createTables, postgresStore } from '@multistatus/journal/postgres';
import { testStore } from '@multistatus/journal/test-store';

describe('memoryStore', () => {
  for (const { name, run } of testStore(() => memoryStore())) test(name, run);
});

describe('postgresStore in a PGlite', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
    await createTables(database);
  });
  afterAll(() => database.close());
  for (const { name, run } of testStore(() => postgresStore(database))) test(name, run);
});
