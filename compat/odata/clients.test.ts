import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { CLIENTS } from './clients.js';
import { HOSTS } from './hosts.js';
import { PeopleServer } from './people-server.js';

let server: PeopleServer;
beforeAll(async () => {
  server = await PeopleServer.open();
});
afterAll(() => server.close());

describe.each(HOSTS)('%s', (_title, host) => {
  afterEach(() => server.stop());
  describe.each(CLIENTS)('%s', (_name, declare) => {
    declare({ server: () => server, start: () => server.start(host) });
  });
});
