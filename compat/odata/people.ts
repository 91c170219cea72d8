import type { PeopleServer } from './people-server.js';

/** What the tests of a client get. */
export interface People {
  readonly server: () => PeopleServer;
  /** Creates the rows anew and starts the server on a host. Resolves to its origin. */
  readonly start: () => Promise<string>;
}
