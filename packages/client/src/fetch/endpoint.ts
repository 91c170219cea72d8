import type { BatchError } from '../batch-error.js';
import type { Envelope } from '../exchange-batch.js';
import { areComplete, isLimitName, type Limits, readLimit, resolveLimits } from './resolve-limits.js';

/** What is known of a server's batch endpoint. */
export interface Endpoint {
  readonly url: URL;
  /** `true` once a batch was answered as by a server that has no such endpoint. */
  readonly isAbsent: boolean;
  /** What the server takes, asked once; later calls get the same. Never rejects. */
  describe(envelope: Pick<Envelope, 'headers' | 'credentials'>): Promise<Description>;
  /** Takes notice of a batch that was answered. */
  noteAnswer(): void;
  /** Takes notice of a batch that was refused: of a limit that was exceeded, or that there is no endpoint. */
  noteRefusal(error: BatchError): void;
}

/** What the server takes. */
export interface Description {
  readonly limits: Limits;
  /** The path under which operations lie; empty for all. */
  readonly basePath: string;
}

/** The description is no more than a help: a server that does not give it in time is used without. */
const PATIENCE_MS = 5_000;
const NO_ENDPOINT: ReadonlySet<number | undefined> = new Set([404, 405, 501]);

/** Makes what is known of an endpoint; nothing is asked yet, and nothing ever if `limits` are complete. */
export function createEndpoint(
  url: URL,
  { fetch, limits }: { readonly fetch: typeof globalThis.fetch; readonly limits: Partial<Limits> },
): Endpoint {
  let description: Promise<Description> | undefined;
  let learnt: Partial<Limits> = limits;
  let isAbsent = false;
  let hasAnswered = false;
  const ask = async ({
    headers,
    credentials,
  }: Pick<Envelope, 'headers' | 'credentials'>): Promise<unknown> => {
    const response = await fetch(url.href, {
      headers: [...headers]
        .map(([name, value]): [string, string] => [name, value])
        .concat([['accept', 'application/json']]),
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(credentials === undefined ? {} : { credentials }),
    });
    if (response.ok) return await response.json();
    await response.body?.cancel();
    return undefined;
  };
  return {
    url,
    get isAbsent() {
      return isAbsent;
    },
    describe: async (envelope) => {
      description ??= areComplete(limits)
        ? Promise.resolve({ limits, basePath: '' })
        : ask(envelope).then(
            (described) => readDescription(described, limits),
            () => readDescription(undefined, limits),
          );
      const described = await description;
      return { ...described, limits: { ...described.limits, ...learnt } };
    },
    noteAnswer: () => {
      hasAnswered = true;
    },
    noteRefusal: ({ status, problem }) => {
      if (!hasAnswered && problem?.['executed'] === undefined) isAbsent ||= NO_ENDPOINT.has(status);
      const name = problem?.['limit'];
      const max = readLimit(problem, 'max');
      if (isLimitName(name) && max !== undefined) learnt = { ...learnt, [name]: max };
    },
  };
}

function readDescription(described: unknown, limits: Partial<Limits>): Description {
  const { limits: own, basePath } = (described ?? {}) as { limits?: unknown; basePath?: unknown };
  return { limits: resolveLimits(limits, own), basePath: typeof basePath === 'string' ? basePath : '' };
}
