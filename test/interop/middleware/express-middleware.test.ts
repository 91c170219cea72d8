import type { RequestListener } from 'node:http';
import { describe, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import { expressVersions } from '../../support/express-versions.js';
import { type BatchPlace, compareWays } from './compare-ways.js';
import { contentCases } from './express/content-cases.js';
import type { ExpressHost } from './express/express-host.js';
import { parserCases } from './express/parser-cases.js';
import { passportCases } from './express/passport-cases.js';
import { policyCases } from './express/policy-cases.js';
import { rateLimitCases } from './express/rate-limit-cases.js';
import { routingCases } from './express/routing-cases.js';
import { stateCases } from './express/state-cases.js';

const cases = [
  ...parserCases,
  ...stateCases,
  ...passportCases,
  ...policyCases,
  ...rateLimitCases,
  ...contentCases,
  ...routingCases,
];

describe.each(expressVersions)('%s', (_version, express) => {
  describe.each<[BatchPlace]>([['in front'], ['behind']])('with the batch %s', (place) => {
    const isAllowed = ({ onlyInside }: (typeof cases)[number]) =>
      place === 'in front' || onlyInside === undefined;
    for (const { name, onlyInside } of cases.filter((each) => !isAllowed(each))) {
      test.skip(`${name}: ${onlyInside}`, () => {});
    }
    test.each(cases.filter(isAllowed).map((middleware) => [middleware.name, middleware] as const))(
      '%s does in a batch what it does over a socket',
      async (_name, middleware) => {
        const startApp = (note: ExpressHost['note']): RequestListener => {
          const app = express();
          const isBehind = place === 'behind';
          const mountBatch = (): void => void app.use('/batch', batch());
          if (!isBehind) mountBatch();
          const placeBatch = isBehind ? mountBatch : (): void => undefined;
          middleware.build({ app, express, note, isBehind, placeBatch });
          return app;
        };
        await compareWays(middleware, startApp, place);
      },
    );
  });
});
