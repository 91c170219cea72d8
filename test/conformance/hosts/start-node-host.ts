import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WireRequest } from '../case.js';
import { exchangeOverSocket } from '../exchange-over-socket.js';
import { toBatchOptions } from '../named-options.js';
import { createReferenceTarget } from '../reference-handler.js';
import type { ApplicationFactory, HostSetup, StartedHost } from './host.js';
import { postBatch } from './post-batch.js';

/** Starts an application over the reference target on a free port of the loopback interface. */
export async function startNodeHost(
  name: string,
  setup: HostSetup,
  createApplication: ApplicationFactory,
): Promise<StartedHost> {
  const target = createReferenceTarget();
  const endpoint = setup.mount === '/' ? '/batch' : `${setup.mount}/batch`;
  const application = createApplication(setup, {
    ...toBatchOptions(setup.options, target.log, target.handle),
    target: target.handle,
  });
  target.mountIn(application, endpoint);
  const server = http.createServer((request, response) => {
    for (const [field, value] of Object.entries(setup.answerHeaders)) response.setHeader(field, value);
    application(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const exchange = (request: WireRequest) => exchangeOverSocket(port, endpoint, request);
  return {
    ...target.log,
    name,
    endpoint,
    exchange,
    batch: (requests, headers) => postBatch(exchange, requests, headers),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
