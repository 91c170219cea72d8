import Koa from 'koa2';
import type { ConformanceHost } from './host.js';
import { koaApplication, PARSER_REFUSES } from './koa-application.js';
import { startNodeHost } from './start-node-host.js';

export const koa2Host: ConformanceHost = {
  name: 'Koa 2',
  skipBehindJsonParser: PARSER_REFUSES,
  start: (setup) =>
    startNodeHost(
      'Koa 2',
      setup,
      koaApplication(() => new Koa() as never),
    ),
};
