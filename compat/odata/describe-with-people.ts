import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { type Host, HOSTS } from './hosts.js';
import { PeopleServer } from './people-server.js';

/** Declares tests that run with a server on each host. `start` starts it anew, and resolves to its origin. */
export function describeWithPeople(
  declare: (people: { readonly server: () => PeopleServer; readonly start: () => Promise<string> }) => void,
): void {
  let server: PeopleServer;
  beforeAll(async () => {
    server = await PeopleServer.open();
  });
  afterAll(() => server.close());
  describe.each(HOSTS)('%s', (_title, host: Host) => {
    afterEach(() => server.stop());
    declare({ server: () => server, start: () => server.start(host) });
  });
}
