/** Codes with which `fetch` in Node fails before a request is sent: no connection in time, or no trusted certificate. */
const CODES =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_ALTNAME_INVALID|CERT_\w+|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT\w*|UNABLE_TO_(?:GET|VERIFY)_\w+)$/;
/** The system calls that look up a host and connect to it. */
const SYSTEM_CALLS: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo']);
/** The message of `fetch` in Node for a port that it never connects to (Fetch Standard, "port blocking"). It has no code. */
const BLOCKED_PORT = 'bad port';
/** `fetch` in Node wraps the error of the connection, and an app may wrap that again. */
const MAX_DEPTH = 4;

/**
 * Returns the code of an error of `fetch` which shows that the request was not sent, such as `ECONNREFUSED`; `bad port` for a port
 * that `fetch` refuses; otherwise `undefined`. Browsers do not say why a request failed, so there it is always `undefined`.
 */
export function unsentCode(error: unknown, depth = 1): string | undefined {
  const { code, message, syscall, errors = [], cause } = Object(error) as ConnectionError;
  if (message === BLOCKED_PORT) return BLOCKED_PORT;
  if (typeof code !== 'string')
    return cause === undefined || depth === MAX_DEPTH ? undefined : unsentCode(cause, depth + 1);
  // If a host has several addresses, there is an error for each.
  const isUnsent =
    errors.length > 0 && depth < MAX_DEPTH
      ? errors.every((each) => unsentCode(each, depth + 1) !== undefined)
      : CODES.test(code) || SYSTEM_CALLS.has(syscall);
  return isUnsent ? code : undefined;
}

/** Returns the code of an error of `fetch`, such as `ECONNRESET` or `ERR_SSL_WRONG_VERSION_NUMBER`. */
export function codeOf(error: unknown, depth = 1): string | undefined {
  const { code, cause } = Object(error) as ConnectionError;
  if (typeof code === 'string') return /^[A-Z]\w{0,60}$/.test(code) ? code : undefined;
  return cause === undefined || depth === MAX_DEPTH ? undefined : codeOf(cause, depth + 1);
}

interface ConnectionError {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly syscall?: unknown;
  readonly errors?: readonly unknown[];
  readonly cause?: unknown;
}
