import Koa from 'koa';
import type { ConformanceHost } from './host.js';
import { koaApplication, PARSER_REFUSES } from './koa-application.js';
import { startNodeHost } from './start-node-host.js';

export const koa3Host: ConformanceHost = {
  name: 'Koa 3',
  skipBehindJsonParser: PARSER_REFUSES,
  start: (setup) =>
    startNodeHost(
      'Koa 3',
      setup,
      koaApplication(() => new Koa()),
    ),
};
