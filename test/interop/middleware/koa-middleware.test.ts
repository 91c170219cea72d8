import type { RequestListener } from 'node:http';
import { describe, test } from '@jest/globals';
import { batch } from '@multistatus/koa';
import { koaVersions, toListener } from '../../support/koa-versions.js';
import { type BatchPlace, compareWays } from './compare-ways.js';
import { contentCases } from './koa/content-cases.js';
import type { KoaHost } from './koa/koa-host.js';
import { parserCases } from './koa/parser-cases.js';
import { policyCases } from './koa/policy-cases.js';
import { stateCases } from './koa/state-cases.js';

const cases = [...parserCases, ...stateCases, ...policyCases, ...contentCases];

describe.each(koaVersions)('%s', (_version, KoaClass) => {
  describe.each<[BatchPlace]>([['in front'], ['behind']])('with the batch %s', (place) => {
    test.each(cases.map((middleware) => [middleware.name, middleware] as const))(
      '%s does in a batch what it does over a socket',
      async (_name, middleware) => {
        const startApp = (note: KoaHost['note']): RequestListener => {
          const app = new KoaClass();
          const isBehind = place === 'behind';
          const mountBatch = (): void => void app.use(batch({ path: '/batch' }));
          if (!isBehind) mountBatch();
          const placeBatch = isBehind ? mountBatch : (): void => undefined;
          middleware.build({ app, note, isBehind, placeBatch });
          return toListener(app);
        };
        await compareWays(middleware, startApp, place);
      },
    );
  });
});
