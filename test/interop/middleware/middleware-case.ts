/** A request of the table, the same whether it travels by itself or inside a batch. */
export interface CaseRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Headers of this request alone; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Text stands in a batch as JSON or text, bytes as base64. */
  readonly body?: string | Uint8Array;
}

/** One request, and what shows that the middleware did its work on it. */
export interface Step {
  readonly send: CaseRequest;
  readonly status: number;
  /** Some of the headers; `undefined` where one must not be there. */
  readonly headers?: Readonly<Record<string, unknown>>;
  /** The whole body, or a pattern in it. */
  readonly body?: string | Uint8Array | RegExp;
}

/** Requests that one batch carries; sent by themselves they go one after another. */
export interface Exchange {
  /** Headers that each request carries by itself, and the envelope for all of them in a batch. */
  readonly shared?: Readonly<Record<string, string>>;
  /** Headers of the envelope that are no affair of the requests in it. */
  readonly envelope?: Readonly<Record<string, string>>;
  /** Headers that the answer to the envelope has where the envelope passes the middleware too. */
  readonly behind?: Readonly<Record<string, unknown>>;
  readonly steps: readonly Step[];
}

/** One middleware in an app as its users build it. */
export interface MiddlewareCase<Host> {
  readonly name: string;
  build(host: Host): void;
  /** One after another; cookies that one sets are sent with the next. */
  readonly exchanges: readonly Exchange[];
  /** What the app has to have noted. */
  readonly notes?: readonly string[];
  /** What differs from run to run: random ids, times. Matched against `name: value`. */
  readonly volatile?: RegExp;
  /** Why it cannot stand in front of the batch, where that is so; printed with the test that is left out. */
  readonly onlyInside?: string;
  /** The middleware keeps count, and the envelope counts too where it passes it. */
  readonly countsEnvelope?: boolean;
}

/** What an app is built with, of either framework. */
export interface HostBase {
  /** True if the envelope passes through the middleware too. */
  readonly isBehind: boolean;
  /** Stands where the batch is mounted if it is not in front of all. */
  readonly placeBatch: () => void;
  /** Keeps one line, which begins with the URL of its request; those about the batch itself are not kept. */
  readonly note: (line: string) => void;
}

/** Returns a request that has no body. */
export function get(path: string, headers: Readonly<Record<string, string>> = {}): CaseRequest {
  return { method: 'GET', path, headers };
}

/** Returns a POST of `body`, as `type`. */
export function post(path: string, type: string, body: string | Uint8Array): CaseRequest {
  return { method: 'POST', path, headers: { 'content-type': type }, body };
}

/** Returns a POST of a JSON value. */
export function postJson(path: string, value: unknown): CaseRequest {
  return post(path, 'application/json', JSON.stringify(value));
}
