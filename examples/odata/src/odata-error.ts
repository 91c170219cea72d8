import type { ErrorRequestHandler, RequestHandler } from 'express';
import { FOREIGN_KEY } from './entity-types.js';

/** What PostgreSQL calls a reference to a row that is not there. */
const FOREIGN_KEY_VIOLATION = '23503';

/** What a handler throws to answer with an error of OData; the message is shown to the client. */
export class ODataError extends Error {
  override readonly name = 'ODataError';
  readonly status: number;
  /** The property that is wrong, or '' for the entity as a whole. OpenUI5 shows the message there. */
  readonly target: string | undefined;

  constructor(status: number, message: string, target?: string) {
    super(message);
    this.status = status;
    this.target = target;
  }
}

/** Answers requests that no route has handled. */
export const noSuchResource: RequestHandler = (req) => {
  throw new ODataError(404, `There is no resource ${req.path}.`);
};

/** Writes every error as `{"error":{"code","message","target"}}` (OData JSON Format 4.0, section 19). */
// oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters
export const writeError: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const { status, message, target } = toODataError(error);
  res.status(status).json({ error: { code: String(status), message, target } });
};

function toODataError(error: unknown): ODataError {
  if (error instanceof ODataError) return error;
  // Express and its body parser mark errors of the client with a 4xx status.
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500) {
    return new ODataError(error.status, error.message);
  }
  if (error instanceof Error && 'code' in error && error.code === FOREIGN_KEY_VIOLATION) {
    return new ODataError(422, 'There is no such person.', FOREIGN_KEY);
  }
  // An operation was aborted: nobody waits for the response, and there is no bug to look for.
  if (error instanceof DOMException && error.name === 'AbortError') {
    return new ODataError(503, 'The operation was aborted.');
  }
  // Any other error may contain what a client must not see: it only goes to the log.
  console.error(error);
  return new ODataError(500, 'The server could not answer this request.');
}
