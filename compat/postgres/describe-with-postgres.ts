import { afterAll, beforeAll, describe } from '@jest/globals';
import { findPostgres, type PostgresServer, startPostgres } from './postgres-server.js';

/**
 * Describes tests that need a PostgreSQL server. They share one, which `define` may ask for in hooks and tests.
 *
 * @throws {Error} if PostgreSQL is not installed
 */
export function describeWithPostgres(title: string, define: (server: () => PostgresServer) => void): void {
  const programs = findPostgres();
  describe(title, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await startPostgres(programs);
    }, 60_000);
    define(() => server);
    // After the hooks in which tests close their connections.
    afterAll(() => server.stop());
  });
}
