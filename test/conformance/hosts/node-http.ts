import type { ConformanceHost } from './host.js';
import { nodeApplication } from './node-application.js';
import { startNodeHost } from './start-node-host.js';

export const nodeHttpHost: ConformanceHost = {
  name: 'node:http',
  start: (setup) => startNodeHost('node:http', setup, nodeApplication),
};
