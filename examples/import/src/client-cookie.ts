import { randomUUID } from 'node:crypto';
import { getOperation } from '@multistatus/express';
import type { Request, RequestHandler } from 'express';

/** Gives each browser a cookie. It stands in for a login: only the client that has started an import sees its monitor. */
export const setClientCookie: RequestHandler = (req, res, next) => {
  if (clientOf(req) === undefined) res.cookie('client', randomUUID(), { httpOnly: true, sameSite: 'strict' });
  next();
};

/**
 * Returns who has sent a request, or the batch that it is an operation of. `EventSource` sends cookies, but cannot send an
 * Authorization header.
 */
export function clientOf(req: Request): string | undefined {
  const principal = getOperation(req)?.principal;
  if (typeof principal === 'string') return principal;
  return /(?:^|;\s*)client=([\w-]{1,64})/.exec(req.headers.cookie ?? '')?.[1];
}
