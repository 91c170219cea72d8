import { rateLimit } from 'express-rate-limit';
import { get, type Step } from '../middleware-case.js';
import type { ExpressCase } from './express-host.js';

const limitedSteps: readonly Step[] = [
  { send: get('/who'), status: 200, headers: { 'x-ratelimit-remaining': '1' } },
  { send: get('/who?2'), status: 200, headers: { 'x-ratelimit-remaining': '0' } },
  { send: get('/who?3'), status: 429, body: 'Too many requests, please try again later.' },
];

function rateLimited(
  name: string,
  trustProxy: boolean,
): Pick<ExpressCase, 'name' | 'build' | 'volatile' | 'countsEnvelope'> {
  return {
    name,
    countsEnvelope: true,
    volatile: /reset=\d+|(x-ratelimit-reset|retry-after): \d+/,
    build({ app, isBehind, note, placeBatch }) {
      app.set('trust proxy', trustProxy && 'loopback');
      const complain = (...facts: unknown[]): void => note(`/limiter: ${facts.map(String).join(' ')}`);
      app.use(
        rateLimit({
          limit: isBehind ? 3 : 2,
          standardHeaders: 'draft-7',
          logger: { error: complain, warn: complain },
        }),
      );
      placeBatch();
      app.get('/who', (req, res) => {
        note(`${req.originalUrl} ${req.ip}`);
        res.json(req.ip);
      });
    },
  };
}

export const rateLimitCases: readonly ExpressCase[] = [
  {
    ...rateLimited('express-rate-limit', false),
    exchanges: [{ steps: limitedSteps }],
    notes: ['/who 127.0.0.1', '/who?2 127.0.0.1'],
  },
  {
    ...rateLimited('express-rate-limit behind a proxy', true),
    exchanges: [
      { shared: { 'x-forwarded-for': '203.0.113.7' }, steps: limitedSteps },
      { shared: { 'x-forwarded-for': '203.0.113.8' }, steps: limitedSteps.slice(0, 1) },
    ],
    notes: ['/who 203.0.113.7', '/who?2 203.0.113.7', '/who 203.0.113.8'],
  },
];
