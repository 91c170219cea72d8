import { isOperationId, MAX_ID_LENGTH } from '@multistatus/wire';
import { rejectUnknownOptions } from '../check-options.js';
import { isIdempotent } from '../may-resend.js';
import type { Path } from './path.js';
import { Reference, type SourcePointer } from './reference.js';
import { toWireOperation } from './to-wire-operation.js';
import type { WireBatch, WireOperation } from './wire-operation.js';

/** How the operations of a batch are run. */
export interface BatchOptions {
  /** One at a time, or several at once. @defaultValue the server's, which is 'parallel' */
  readonly execution?: 'parallel' | 'sequential' | undefined;
  /** Whether what follows a failure is run still. @defaultValue the server's, which is 'continue' */
  readonly onError?: 'continue' | 'stop' | undefined;
}

/** What an operation has besides method, URL and body. */
export interface OperationOptions {
  /** The batch itself carries authorization and cookies, see `send`. */
  readonly headers?: Readonly<Record<string, string | Reference>> | undefined;
  /** What has to succeed first: operations, or names of groups. References count without being named here. */
  readonly dependsOn?: readonly (OperationHandle | string)[] | undefined;
  /** Name of a group of which all members take effect, or none does. */
  readonly atomicityGroup?: string | undefined;
  /** It may run twice, though its method does not say so. @defaultValue false */
  readonly idempotent?: boolean | undefined;
}

/** An operation of a batch; `Body` is what its successful response holds. */
export interface OperationHandle<Body = unknown> {
  readonly id: string;
  readonly batch: Batch;
  /**
   * Gives a value of its response for a later operation of the same batch: in a URL made by `path`, as a header, or
   * anywhere in a JSON body.
   */
  ref(value: SourcePointer): Reference;
  /** For the compiler only; it has no value. */
  readonly bodyType?: Body | undefined;
}

type Url = string | Path;

/** An operation that lacks its method yet. `Body` is what the caller expects of a successful response. */
export interface OperationMethods {
  get<Body = unknown>(url: Url, options?: OperationOptions): OperationHandle<Body>;
  head(url: Url, options?: OperationOptions): OperationHandle<undefined>;
  delete<Body = unknown>(url: Url, options?: OperationOptions): OperationHandle<Body>;
  post<Body = unknown>(url: Url, body?: unknown, options?: OperationOptions): OperationHandle<Body>;
  put<Body = unknown>(url: Url, body?: unknown, options?: OperationOptions): OperationHandle<Body>;
  patch<Body = unknown>(url: Url, body?: unknown, options?: OperationOptions): OperationHandle<Body>;
  /** Any other method. */
  custom<Body = unknown>(
    method: string,
    url: Url,
    options?: OperationOptions & { readonly body?: unknown },
  ): OperationHandle<Body>;
}

/** Operations that travel together, in the order in which they were added. */
export interface Batch {
  /** Begins an operation. An id is 1 to 64 of `A-Z a-z 0-9 . _ ~ -`; by default it is the operation's index. */
  request(id?: string): OperationMethods;
  /** Whether the operation of this id may run twice. */
  readonly mayRepeat: (id: string) => boolean;
  /** Gives the batch as it goes over the wire. */
  toJSON(): WireBatch;
}

/**
 * Makes an empty batch, to be filled and sent by `send`.
 *
 * An id that is used twice, a reference or dependency of another batch and a body that is no JSON throw a `TypeError`
 * where they are written.
 *
 * @example
 * const batch = createBatch();
 * const album = batch.request('album').post('/albums', { title: 'Lisbon' });
 * batch.request('photo').post('/photos', { title: 'Tram 28', albumId: album.ref('/body/id') });
 * @throws {TypeError} for an unknown option.
 */
export function createBatch(options: BatchOptions = {}): Batch {
  rejectUnknownOptions('batch', options, ['execution', 'onError']);
  const { execution, onError } = options;
  const operations = new Map<string, { readonly wire: WireOperation; readonly mayRepeat: boolean }>();
  const batch: Batch = {
    request: (id = nextId(operations)) => {
      if (!isOperationId(id)) {
        throw new TypeError(
          `An id is 1 to ${MAX_ID_LENGTH} of A-Z a-z 0-9 . _ ~ -, got ${JSON.stringify(id)}`,
        );
      }
      return toMethods((request) => {
        if (operations.has(id)) throw new TypeError(`The id "${id}" is taken; ids are distinct in a batch`);
        operations.set(id, toOperation(id, request, batch));
        return { id, batch, ref: (value) => new Reference({ from: id, value, batch }) };
      });
    },
    mayRepeat: (id) => operations.get(id)?.mayRepeat === true,
    toJSON: () => ({
      requests: [...operations.values()].map(({ wire }) => wire),
      ...(execution === undefined ? {} : { execution }),
      ...(onError === undefined ? {} : { onError }),
    }),
  };
  return batch;
}

interface RequestInput {
  readonly method: string;
  readonly url: Url;
  readonly body?: unknown;
  readonly options: OperationOptions | undefined;
}

function toMethods(add: (request: RequestInput) => OperationHandle): OperationMethods {
  const withoutBody = (method: string) => (url: Url, options?: OperationOptions) =>
    add({ method, url, options });
  const withBody = (method: string) => (url: Url, body?: unknown, options?: OperationOptions) =>
    add({ method, url, body, options });
  const methods = {
    get: withoutBody('GET'),
    head: withoutBody('HEAD'),
    delete: withoutBody('DELETE'),
    post: withBody('POST'),
    put: withBody('PUT'),
    patch: withBody('PATCH'),
    custom: (method: string, url: Url, { body, ...options }: OperationOptions & { body?: unknown } = {}) =>
      add({ method: method.toUpperCase(), url, body, options }),
  };
  return methods as OperationMethods;
}

function toOperation(
  id: string,
  { method, url, body, options = {} }: RequestInput,
  batch: Batch,
): { wire: WireOperation; mayRepeat: boolean } {
  rejectUnknownOptions('operation', options, ['headers', 'dependsOn', 'atomicityGroup', 'idempotent']);
  const { headers = {}, dependsOn = [], atomicityGroup, idempotent = false } = options;
  const names = dependsOn.map((dependency) => {
    if (typeof dependency === 'string') return dependency;
    if (dependency.batch === batch) return dependency.id;
    throw new TypeError(`The dependency "${dependency.id}" of "${id}" is of another batch`);
  });
  const wire = toWireOperation({ id, method, url, headers, body, dependsOn: names, atomicityGroup, batch });
  return { wire, mayRepeat: idempotent || isIdempotent(method, new Headers(wire.headers)) };
}

function nextId(taken: ReadonlyMap<string, unknown>): string {
  let id = taken.size;
  while (taken.has(String(id))) id += 1;
  return String(id);
}
