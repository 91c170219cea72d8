import { declareDynamicsWebApi } from './clients/dynamics-web-api.js';
import { declareMicrosoftGraphClient } from './clients/microsoft-graph-client.js';
import { declareMsgraphSdkCore } from './clients/msgraph-sdk-core.js';
import { declareOJs } from './clients/o-js.js';
import { declareODataBatch } from './clients/odata-batch.js';
import { declareODataClient } from './clients/odata-client.js';
import { declarePnpGraph } from './clients/pnp-graph.js';
import { declarePnpSp } from './clients/pnp-sp.js';
import { declareSapCloudSdk } from './clients/sap-cloud-sdk.js';
import { declareTsOdatajs } from './clients/ts-odatajs.js';
import type { People } from './people.js';

/** The clients by the names of their packages, with their tests. */
export const CLIENTS: readonly (readonly [name: string, declare: (people: People) => void])[] = [
  ['@odata/client', declareODataClient],
  ['dynamics-web-api', declareDynamicsWebApi],
  ['o.js', declareOJs],
  ['odata-batch', declareODataBatch],
  ['@sap-cloud-sdk/odata-v4', declareSapCloudSdk],
  ['ts-odatajs', declareTsOdatajs],
  ['@microsoft/microsoft-graph-client', declareMicrosoftGraphClient],
  ['@microsoft/msgraph-sdk-core', declareMsgraphSdkCore],
  ['@pnp/graph', declarePnpGraph],
  ['@pnp/sp', declarePnpSp],
];
