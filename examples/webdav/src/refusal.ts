import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler } from 'express';

/** A precondition of RFC 4918 section 16 that a refusal names, so that programs need not read its text. */
export type Condition = 'lock-token-submitted' | 'propfind-finite-depth';

/** What a handler throws to answer with an error status; the message is shown to the client. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly condition: Condition | undefined;

  constructor(status: number, message: string, condition?: Condition) {
    super(message);
    this.status = status;
    this.condition = condition;
  }
}

const STATUS_OF_CODE: Readonly<Record<string, number>> = {
  EACCES: 403,
  EPERM: 403,
  EROFS: 403,
  ENOENT: 404,
  ENAMETOOLONG: 414,
  EBUSY: 503,
  ENOSPC: 507,
  EDQUOT: 507,
};

/** Returns the status for an error of a handler, of Express, or of the file system; 500 for any other. */
export function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  if ('status' in error && typeof error.status === 'number') return error.status;
  return ('code' in error && STATUS_OF_CODE[String(error.code)]) || 500;
}

/** Writes an error: the precondition as XML if there is one (RFC 4918 section 16), otherwise a line of text. */
// oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters
export const writeRefusal: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  const hasClientLeft = res.destroyed && res.errored === null;
  if (hasClientLeft) return;
  const status = statusOf(error);
  if (res.headersSent || status === 500) {
    next(error);
    return;
  }
  if (isWithHeaders(error)) res.set(error.headers);
  res.status(status);
  if (error instanceof Refusal && error.condition !== undefined) {
    res.type('application/xml').send(`<D:error xmlns:D="DAV:"><D:${error.condition}/></D:error>`);
    return;
  }
  const text = error instanceof Refusal ? error.message : STATUS_CODES[status];
  res.type('text/plain').send(`${text}\n`);
};

/** An error of `res.sendFile()` has headers of its own: for an unsatisfiable range, the length of the file. */
function isWithHeaders(error: unknown): error is { readonly headers: Record<string, string> } {
  return typeof error === 'object' && error !== null && 'headers' in error;
}
