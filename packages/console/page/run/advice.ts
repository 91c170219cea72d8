import { isProblemUri } from '@multistatus/wire';

/** What to do about a problem of the library, by the last part of its type. */
const BY_PROBLEM: Readonly<Record<string, string>> = {
  'not-allowed': 'Send it on its own: the server does not let it run in a batch.',
  'nested-batch': 'Put the operations of the inner batch into this one.',
  'failed-dependency': 'Correct what it depends on, then send both again.',
  'reference-unresolved': 'Check the reference: the response that it points into has no such value.',
  stopped: 'Correct the earlier failure, or let the batch continue after failures: "onError": "continue".',
  'rolled-back': 'Correct the operation that failed, then send the whole group again.',
  'commit-failed': 'Check whether it took effect before you send it again.',
  'operation-timeout': 'Check whether it took effect. If not, send it again.',
  'not-started': 'Send it again. If this happens often, send fewer operations at once.',
  'no-response': 'Check whether it took effect, and look in the log of the server.',
  'invalid-response':
    'Look in the log of the server: the handler answered with a status that HTTP does not have.',
  interrupted: 'Check whether it took effect before you send it again: the server stopped while it ran.',
  'no-outcome': 'Check whether it took effect before you send it again.',
  cancelled: 'Send it again if you want it to run.',
  'invalid-batch': 'Correct the batch at these places.',
  'malformed-batch': 'Correct the batch: it needs a list "requests" of operations.',
  'malformed-json': 'Correct the JSON of the batch.',
  'conditional-batch': 'Put If-Match and other conditions into the operations.',
  'transactions-not-supported': 'Remove "atomicityGroup", or set up transactions in the server.',
  'unsafe-operations': 'Send the batch by POST, or remove the operations that may change something.',
  'limit-exceeded': 'Send fewer or smaller operations at once, or raise the limit in the server.',
  'body-already-consumed': 'Mount the batch endpoint before body parsers such as express.json().',
  unidentified: 'Enter the headers that identify you, such as Authorization.',
  'idempotency-key-missing': 'Enter a header Idempotency-Key with a random value.',
  'invalid-idempotency-key': 'Use another Idempotency-Key, such as a UUID.',
  'idempotency-key-reused': 'Use a new Idempotency-Key for a new batch.',
  'idempotency-in-progress':
    'Wait until the earlier batch with this key has ended, then send again with the same key.',
  'journal-unavailable': 'Wait a moment, then send again with the same key.',
  'too-many-batches': 'Wait until one of your batches has ended.',
  'shutting-down': 'Wait until the server has started again, then send the batch again.',
  internal: 'Look in the log of the server.',
};

const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'Correct the request: the server could not use it.',
  401: 'Enter a token or other credentials. For cookies, log in outside of the console.',
  403: 'Use credentials that are allowed to do this.',
  404: 'Check the URL: there is nothing there.',
  405: 'Use another method: this resource does not support this one.',
  406: 'Ask for another format: the server offers none of those in the header Accept.',
  409: 'Read the current state first: the request conflicts with it.',
  412: 'Read the current state first: it has changed since you read it.',
  413: 'Send a smaller body.',
  415: 'Send the body in another format: check its Content-Type.',
  422: 'Correct the values in the body.',
  428: 'Add a condition such as If-Match.',
  429: 'Wait a moment, then send it again.',
  500: 'Look in the log of the server: a handler failed.',
  502: 'Check whether it took effect. If not, send it again.',
  503: 'Wait a moment, then send it again.',
  504: 'Check whether it took effect. If not, send it again.',
};

/** Returns what to do about a failure: one sentence, or `undefined` if there is nothing to say. */
export function adviceFor(status: number | undefined, type: string | undefined): string | undefined {
  const slug = type !== undefined && isProblemUri(type) ? type.slice(type.lastIndexOf(':') + 1) : '';
  return Object.hasOwn(BY_PROBLEM, slug) ? BY_PROBLEM[slug] : BY_STATUS[status ?? 0];
}

/** Checks whether other access headers may help: the API asked for them, or the endpoint has to know who the user is. */
export function needsAccess(status: number | undefined, type: string | undefined): boolean {
  const isOwn = type !== undefined && isProblemUri(type);
  return isOwn ? type.endsWith(':unidentified') : status === 401 || status === 403;
}

/** Returns how long a server asks to wait, such as "30 s"; `undefined` if it does not say so in seconds. */
export function waitOf(retryAfter: string | null | undefined): string | undefined {
  return retryAfter !== null && retryAfter !== undefined && /^\d{1,9}$/.test(retryAfter)
    ? `${retryAfter} s`
    : undefined;
}
