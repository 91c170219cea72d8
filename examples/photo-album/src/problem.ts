import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';

/** One thing wrong with a request body: where (JSON Pointer as URI fragment, RFC 6901 section 6) and what. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/** What a handler throws to answer with an error status; `detail` is shown to the client. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** `bulk()` shows the message of an error only if this is true. */
  readonly expose = true;
  readonly errors: readonly Fault[] | undefined;

  constructor(status: number, detail: string, errors?: readonly Fault[]) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

/**
 * Returns the row that a statement on `what` found or created.
 *
 * @throws {Problem} 404 if there is none
 */
export function found<Row>(rows: readonly Row[], what: string): Row {
  const [row] = rows;
  if (row === undefined) {
    throw new Problem(404, `There is no ${what}.`);
  }
  return row;
}

/** Answers requests that no route has handled. */
export const noSuchRoute: RequestHandler = (req) => {
  throw new Problem(404, `There is no ${req.method} ${req.path}.`);
};

/** Writes every error as `application/problem+json` (RFC 9457). */
// oxlint-disable-next-line max-params -- Express knows an error handler by its four parameters
export const writeProblem: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const { status, message, errors } = toProblem(error);
  const title = STATUS_CODES[status];
  res
    .status(status)
    .type('application/problem+json')
    .json({ type: 'about:blank', title, status, detail: message, errors });
};

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) {
    return error;
  }
  // Express and its body parser mark errors of the client with a 4xx status.
  if (error instanceof Error && 'status' in error && isClientError(error.status)) {
    const isMalformed = 'type' in error && error.type === 'entity.parse.failed';
    return new Problem(error.status, isMalformed ? 'The body is not well-formed JSON.' : error.message);
  }
  // An operation was aborted: nobody waits for the response, and there is no bug to look for.
  if (error instanceof DOMException && error.name === 'AbortError') {
    return new Problem(503, 'The operation was aborted.');
  }
  // Any other error may contain what a client must not see: it only goes to the log.
  console.error(error);
  return new Problem(500, 'The server could not answer this request.');
}

function isClientError(status: unknown): status is number {
  return typeof status === 'number' && status >= 400 && status < 500;
}
