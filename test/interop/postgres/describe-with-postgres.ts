import { afterAll, beforeAll, describe } from '@jest/globals';
import { findPostgres, type PostgresServer, startPostgres } from '../../support/postgres-server.js';

/**
 * Describes what is tested on a server of its own, which `define` may ask for in hooks and tests. Where PostgreSQL is
 * not installed, says so and skips.
 */
export function describeWithPostgres(title: string, define: (server: () => PostgresServer) => void): void {
  const programs = findPostgres();
  if (programs === undefined) {
    process.stderr.write(`"${title}" is skipped: PostgreSQL is not installed (Debian package postgresql).\n`);
    describe.skip(title, () => define(() => ({}) as PostgresServer));
    return;
  }
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
