import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import { graph, odata } from '@multistatus/odata';
import { pgliteTransaction } from '@multistatus/transactions/pglite';
import { GRAPH_API } from './graph-api.js';
import type { Api, Host } from './hosts.js';
import { PEOPLE_API } from './people-api.js';
import { createPeople, type Person, queriesOf } from './people-rows.js';
import { type Exchange, recordExchange } from './record-exchange.js';
import { SHAREPOINT_API } from './sharepoint-api.js';

/** A database with people, and a server that serves them to the clients of one test file. */
export class PeopleServer {
  readonly #database: PGlite;
  readonly #apis: readonly Api[];
  #server: Server | undefined;
  /** What was exchanged since the start. */
  readonly exchanges: Exchange[] = [];

  private constructor(database: PGlite) {
    this.#database = database;
    const transaction = pgliteTransaction(database);
    const batch = { formats: [odata()], transaction };
    this.#apis = [
      { root: '/odata', routes: PEOPLE_API, batch },
      { root: '/api/data/v9.2', routes: PEOPLE_API, batch },
      { root: '/one-by-one', routes: PEOPLE_API, batch: { formats: [odata({ changesets: 'sequential' })] } },
      { root: '/without', routes: PEOPLE_API, batch: { formats: [odata()] } },
      { root: '/sites/a/_api', routes: SHAREPOINT_API, batch },
      { root: '/api/without/v9.2', routes: PEOPLE_API, batch: { formats: [odata()] } },
      { root: '/v1.0', routes: GRAPH_API, batch: { formats: [graph()] } },
    ];
  }

  static async open(): Promise<PeopleServer> {
    return new PeopleServer(await PGlite.create());
  }

  /** Creates the rows anew and starts a host. Resolves to its origin. */
  async start(host: Host): Promise<string> {
    await createPeople(this.#database);
    this.exchanges.length = 0;
    const outside = queriesOf(this.#database);
    const app = host(this.#apis, (transaction) =>
      transaction === undefined ? outside : queriesOf(transaction as PGlite),
    );
    this.#server = createServer((req, res) => {
      recordExchange(req, res, (exchange) => this.exchanges.push(exchange));
      app(req, res);
    });
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Returns the names of all people. */
  async names(): Promise<string[]> {
    const { rows } = await this.#database.query<Person>('SELECT name FROM people ORDER BY id');
    return rows.map(({ name }) => name);
  }

  async stop(): Promise<void> {
    if (this.#server === undefined) return;
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
    this.#server = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#database.close();
  }
}
