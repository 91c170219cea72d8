import { valueAt } from '@multistatus/wire';
import { askEndpoint } from '../ask-endpoint.js';
import type { BatchError } from '../batch-error.js';
import type { BatchRequest } from '../exchange-batch.js';
import { keepsKeys } from '../idempotency-key.js';
import { areComplete, isLimitName, type Limits, readLimit, resolveLimits } from './resolve-limits.js';

/** What is known about the batch endpoint of a server. */
export interface Endpoint {
  readonly url: URL;
  /** `true` once the answer to a batch showed that the server has no such endpoint. */
  readonly isAbsent: boolean;
  /** `true` if the description says that the server runs a batch only once for one Idempotency-Key. */
  readonly keepsKeys: boolean;
  /** Returns the limits of the server. It is asked only once. Never rejects. */
  describe(request: Pick<BatchRequest, 'headers' | 'credentials'>): Promise<Description>;
  /** Called when a batch was answered. */
  noteAnswer(): void;
  /** Called when a batch was answered with a web page and the status of a success, which no batch endpoint does. */
  notePage(): void;
  /** Called when a batch was refused, to learn the limit that was exceeded, or that there is no endpoint. */
  noteRefusal(error: BatchError): void;
}

/** What the server accepts. */
export interface Description {
  readonly limits: Limits;
  /** The path that URLs of operations must begin with; empty if any path is allowed. */
  readonly basePath: string;
  /** Lower-case names of headers that operations inherit on this server, in addition to those of every server. */
  readonly inherited: ReadonlySet<string>;
  /** Names, and prefixes with an asterisk, of headers that operations must not have on this server. */
  readonly denied: readonly string[];
}

const NO_ENDPOINT: ReadonlySet<number | undefined> = new Set([404, 405, 501]);

/** Creates the state of an endpoint. The server is asked at the first `describe`, or never if `limits` are complete. */
export function createEndpoint(
  url: URL,
  {
    fetch,
    limits,
    onFallback,
  }: {
    readonly fetch: typeof globalThis.fetch;
    readonly limits: Partial<Limits>;
    /** Called once if there is no such endpoint. */
    readonly onFallback: (message: string) => void;
  },
): Endpoint {
  let description: Promise<Description> | undefined;
  let learned: Partial<Limits> = limits;
  let isAbsent = false;
  let hasAnswered = false;
  let isKeeping = false;
  const fallBack = (reason: string): void => {
    if (hasAnswered || isAbsent) return;
    isAbsent = true;
    onFallback(
      `batchFetch sends every call alone: there is no batch endpoint at ${url.origin}${url.pathname}, which ${reason}`,
    );
  };
  return {
    url,
    get isAbsent() {
      return isAbsent;
    },
    get keepsKeys() {
      return isKeeping;
    },
    describe: async (request) => {
      description ??= areComplete(limits)
        ? Promise.resolve(readDescription(undefined, limits))
        : askEndpoint(url.href, { ...request, fetch }).then(
            (described) => {
              isKeeping = keepsKeys(described);
              return readDescription(described, limits);
            },
            () => readDescription(undefined, limits),
          );
      const described = await description;
      return { ...described, limits: { ...described.limits, ...learned } };
    },
    notePage: () => fallBack('answered with a web page'),
    noteAnswer: () => {
      hasAnswered = true;
    },
    noteRefusal: ({ status, problem }) => {
      if (NO_ENDPOINT.has(status) && problem?.['executed'] === undefined) fallBack(`answered ${status}`);
      const name = problem?.['limit'];
      const max = readLimit(problem, 'max');
      if (isLimitName(name) && max !== undefined) learned = { ...learned, [name]: max };
    },
  };
}

function readDescription(described: unknown, limits: Partial<Limits>): Description {
  const basePath = valueAt(described, ['basePath']);
  // The batch has an Accept of its own, which operations must not get in place of theirs.
  const inherited = readTexts(described, ['headers', 'inherited']).filter((name) => name !== 'accept');
  return {
    limits: resolveLimits(limits, valueAt(described, ['limits'])),
    basePath: typeof basePath === 'string' ? basePath : '',
    inherited: new Set(inherited),
    denied: readTexts(described, ['headers', 'denied']),
  };
}

function readTexts(described: unknown, path: readonly string[]): string[] {
  const value = valueAt(described, path);
  return Array.isArray(value)
    ? (value as unknown[]).filter((text): text is string => typeof text === 'string')
    : [];
}
