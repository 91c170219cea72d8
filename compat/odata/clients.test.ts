import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { CLIENTS } from './clients.js';
import { declareMutations } from './declare-mutations.js';
import { declarePages } from './declare-pages.js';
import { HOSTS } from './hosts.js';
import { PeopleServer } from './people-server.js';

let server: PeopleServer;
beforeAll(async () => {
  server = await PeopleServer.open();
});
afterAll(() => server.close());

// In one file: to load the clients takes longer than to run them.
describe.each(HOSTS)('%s', (_title, host) => {
  afterEach(() => server.stop());
  describe.each(CLIENTS)('%s', (_name, declare) => {
    declare({ server: () => server, start: () => server.start(host) });
  });
});

const [[, host]] = HOSTS;
describe('changes of an answer', () => {
  declareMutations({ server: () => server, start: () => server.start(host) });
});

describe('the pages about clients', declarePages);
