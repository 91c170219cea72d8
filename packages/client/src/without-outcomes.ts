import { isDocumentError, type Problem } from '@multistatus/document';
import { isProblemUri, isRedirect, parseMediaType } from '@multistatus/wire';
import { BatchError } from './batch-error.js';
import type { BatchExchange } from './batch-exchange.js';
import { describeProblem } from './describe-problem.js';
import { codeOf, unsentCode } from './unsent-code.js';

const HTML = 'text/html';
const NOTHING_RAN = '; nothing has run';
const WITH_KEY = 'send the same batch again with the idempotencyKey of this error, which runs nothing twice';
const WITHOUT_KEY =
  'the server keeps no key for a client that it does not know (403 unidentified), so check its effect before you send it again, with credentials or without a key';
/** The rules of a body that is no multistatus at all. */
const NO_MULTISTATUS: ReadonlySet<string> = new Set(['format', 'shape', 'doctype', 'X2']);

/**
 * Returns the exchange for an error of `fetch`: `refused` if the batch was not sent, otherwise `lost`. `idempotencyKey`
 * is the key with which the caller can send the batch again.
 */
export function withoutAnswer(url: string, cause: unknown, idempotencyKey?: string): BatchExchange {
  const code = unsentCode(cause);
  if (code === undefined) {
    const known = codeOf(cause);
    const said = known === undefined ? '' : ` (${known})`;
    return {
      kind: 'lost',
      error: lost(`The connection failed before the batch was answered${said}`, { idempotencyKey, cause }),
      retryAfter: undefined,
    };
  }
  // A query may contain a secret.
  const place = url.replace(/[?#].*$/s, '');
  const message = `There is no connection to ${place} (${code}); nothing has run`;
  return {
    kind: 'refused',
    error: new BatchError(message, { executed: false, idempotencyKey, cause }),
    retryAfter: undefined,
  };
}

/**
 * Returns the exchange for an answer that contains no outcomes: `refused` if it shows that nothing ran, otherwise `lost`.
 * `problem` is the body, if it is one; `cause` is why it could not be read; `idempotencyKey` is the key with which the
 * caller can send the batch again.
 */
export function withoutOutcomes(
  response: Response,
  {
    problem,
    cause,
    idempotencyKey,
  }: {
    readonly problem?: Problem | undefined;
    readonly cause?: unknown;
    readonly idempotencyKey?: string | undefined;
  },
): BatchExchange {
  const { status } = response;
  const retryAfter = response.headers.get('retry-after') ?? undefined;
  // That an error in JSON is no multistatus says nothing about the error.
  const isDocument = response.ok || mayHaveOutcomes(cause);
  const reason = isDocument && isDocumentError(cause) ? cause.message : problem && describeProblem(problem);
  const message = `The batch was answered ${status}: ${reason ?? describeType(response)}`;
  const isMultistatusProblem = problem !== undefined && isProblemUri(problem.type);
  const isRefused = isMultistatusProblem
    ? problem['executed'] === false
    : isRefusal(status) || (status === 503 && retryAfter !== undefined);
  // The outcomes that could not be read may be those of operations that ran, regardless of the status.
  if (!isRefused || mayHaveOutcomes(cause)) {
    const isPage = response.ok && typeOf(response) === HTML;
    return {
      kind: 'lost',
      error: lost(message, { status, problem, idempotencyKey, cause }),
      retryAfter,
      isPage,
    };
  }
  const text = message.endsWith(NOTHING_RAN) ? message : message + NOTHING_RAN;
  const error = new BatchError(text, { executed: false, status, problem, idempotencyKey, cause });
  return { kind: 'refused', error, retryAfter };
}

/**
 * Returns a lost exchange whose error does not advise to send the batch with its key, because the server has refused the key: it does
 * not know the client. Whether something has run stays unknown, because it may have known the client before.
 */
export function withoutKey(exchange: BatchExchange): BatchExchange {
  if (exchange.kind !== 'lost') return exchange;
  const { message, executed, status, problem, idempotencyKey, monitor, cause } = exchange.error;
  const init = { executed, status, problem, idempotencyKey, monitor, cause };
  return { ...exchange, error: new BatchError(message.replace(WITH_KEY, WITHOUT_KEY), init) };
}

function typeOf({ headers }: Response): string | undefined {
  return parseMediaType(headers.get('content-type') ?? undefined)?.type;
}

/** A mistyped URL is often answered with a page: the home page of an app, or "not found". */
function describeType(response: Response): string {
  if (response.status === 0 || isRedirect(response.status)) return 'a redirect, which is not followed';
  const type = typeOf(response);
  const what =
    type === HTML ? 'a web page' : type === undefined ? 'without a content type' : `${type} without outcomes`;
  // An endpoint sends these with a problem.
  if (response.status === 413 || response.status === 400) {
    const reason = response.status === 413 ? 'has a lower limit than the batch' : 'has refused the body';
    return `${what}; a body parser or a proxy in front of the endpoint ${reason}`;
  }
  // That of a 5xx is an error page of the server or of a proxy, so the URL may be right.
  return type === HTML && response.status < 500
    ? `${what}; check that the URL is that of a batch endpoint`
    : what;
}

/** A browser reports a redirect that is not followed as status 0. */
function isRefusal(status: number): boolean {
  return status === 0 || (status >= 300 && status < 500) || status === 501;
}

/** Checks whether a body that could not be read may contain outcomes: it was truncated, or only a part of it is faulty. */
function mayHaveOutcomes(cause: unknown): boolean {
  return cause !== undefined && !(isDocumentError(cause) && NO_MULTISTATUS.has(cause.rule));
}

function lost(
  message: string,
  init: Omit<ConstructorParameters<typeof BatchError>[1], 'executed'>,
): BatchError {
  const advice = init.idempotencyKey === undefined ? 'check its effect before you send it again' : WITH_KEY;
  return new BatchError(`${message}; the operation may have run; ${advice}`, {
    executed: 'unknown',
    ...init,
  });
}
