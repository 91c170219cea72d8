import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { odata } from '@multistatus/odata';
import { pgliteTransaction } from '@multistatus/transactions/pglite';
import express from 'express';
import { ui5Resources } from 'odata/ui5-resources';
import type { Host } from '../odata/hosts.js';
import { createPeople, type Person, queriesOf } from '../odata/people-rows.js';
import { type Exchange, recordExchange } from '../odata/record-exchange.js';
import { V2, V4 } from './dialects.js';
import { peopleService } from './people-service.js';

/** The token against forged requests that every POST to the services must have. */
const TOKEN = 'secret-of-this-session';

/** Serves OpenUI5, a page without controls, and a service of OData 4.0 and one of 2.0 with the same rows. */
export class ModelServer {
  readonly #database: PGlite;
  readonly #server: Server;
  #app: RequestListener | undefined;
  /** What the models have exchanged with the services since the last reset. */
  readonly exchanges: Exchange[] = [];

  private constructor(database: PGlite) {
    this.#database = database;
    const files = express()
      .use('/resources', ui5Resources())
      .use(express.static(fileURLToPath(new URL('page', import.meta.url))));
    this.#server = createServer((req, res) => {
      if (!/^\/v[24]\//.test(req.url ?? '')) {
        files(req, res);
        return;
      }
      recordExchange(req, res, (exchange) => this.exchanges.push(exchange));
      if (hasToken(req, res)) this.#app?.(req, res);
    });
  }

  static async start(): Promise<ModelServer> {
    const server = new ModelServer(await PGlite.create());
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Creates the rows anew, and the services on this host. */
  async reset(host: Host): Promise<void> {
    await createPeople(this.#database);
    this.exchanges.length = 0;
    const batch = { formats: [odata()], transaction: pgliteTransaction(this.#database) };
    const outside = queriesOf(this.#database);
    this.#app = host(
      [
        { root: '/v4', routes: peopleService(V4), batch },
        { root: '/v2', routes: peopleService(V2), batch },
      ],
      (transaction) => (transaction === undefined ? outside : queriesOf(transaction as PGlite)),
    );
  }

  /** Returns all people in the order of their ids. */
  async people(): Promise<readonly Person[]> {
    return (await this.#database.query<Person>('SELECT * FROM people ORDER BY id')).rows;
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
    await this.#database.close();
  }
}

/** Answers requests without the token as a gateway of SAP does, and hands it out to those that ask. */
function hasToken(req: IncomingMessage, res: ServerResponse): boolean {
  const sent = req.headers['x-csrf-token'];
  if (sent?.toString().toLowerCase() === 'fetch') res.setHeader('X-CSRF-Token', TOKEN);
  if (req.method === 'GET' || req.method === 'HEAD' || sent === TOKEN) return true;
  res.writeHead(403, { 'X-CSRF-Token': 'Required', 'Content-Type': 'text/plain' }).end('no token');
  return false;
}
