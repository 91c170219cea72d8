import { afterAll, afterEach, beforeAll, describe } from '@jest/globals';
import { declareDynamicsWebApi } from './clients/dynamics-web-api.js';
import { declareMicrosoftGraphClient } from './clients/microsoft-graph-client.js';
import { declareMsgraphSdkCore } from './clients/msgraph-sdk-core.js';
import { declareOJs } from './clients/o-js.js';
import { declareODataBatch } from './clients/odata-batch.js';
import { declareODataClient } from './clients/odata-client.js';
import { declarePnpGraph } from './clients/pnp-graph.js';
import { declareSapCloudSdk } from './clients/sap-cloud-sdk.js';
import { HOSTS } from './hosts.js';
import { PeopleServer } from './people-server.js';

const CLIENTS = [
  ['@odata/client', declareODataClient],
  ['dynamics-web-api', declareDynamicsWebApi],
  ['o.js', declareOJs],
  ['odata-batch', declareODataBatch],
  ['@sap-cloud-sdk/odata-v4', declareSapCloudSdk],
  ['@microsoft/microsoft-graph-client', declareMicrosoftGraphClient],
  ['@microsoft/msgraph-sdk-core', declareMsgraphSdkCore],
  ['@pnp/graph', declarePnpGraph],
] as const;

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
