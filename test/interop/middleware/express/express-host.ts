import type { Application, NextFunction, Request, Response } from 'express';
import type { ExpressVersion } from '../../../support/express-versions.js';
import type { HostBase, MiddlewareCase } from '../middleware-case.js';

/** An Express app in the making. */
export interface ExpressHost extends HostBase {
  readonly express: ExpressVersion;
  readonly app: Application;
}

export type ExpressCase = MiddlewareCase<ExpressHost>;

/** An error handler as API servers have one: what the error says, in JSON. */
export function answerError(
  error: Error & { status?: number; type?: string; code?: string },
  _req: Request,
  res: Response,
  _next: NextFunction,
): void {
  const { status = 500, type, code, message } = error;
  res.status(status).json({ type, code, message });
}

/** Answers with what the parser in front of it has made of the body. */
export function echoBody(req: Request, res: Response): void {
  const body: unknown = req.body;
  res.json({ body: Buffer.isBuffer(body) ? body.toString('latin1') : body });
}
