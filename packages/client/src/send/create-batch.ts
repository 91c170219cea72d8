import { ID_RULE, isOperationId } from '@multistatus/wire';
import { rejectUnknownOptions } from '../check-options.js';
import { isIdempotent } from '../may-resend.js';
import { checkInput } from './check-input.js';
import { describeKind, isHandle } from './describe-kind.js';
import { nextId } from './next-id.js';
import type { Path } from './path.js';
import { checkSourcePointer, Reference, type SourcePointer } from './reference.js';
import { toWireOperation } from './to-wire-operation.js';
import type { WireBatch, WireOperation } from './wire-operation.js';

/** How the operations of a batch are executed. */
export interface BatchOptions {
  /** Whether operations run concurrently or one at a time. @defaultValue that of the server, which is 'parallel' */
  readonly execution?: 'parallel' | 'sequential' | undefined;
  /** Whether operations still run after a failure. @defaultValue that of the server, which is 'continue' */
  readonly onError?: 'continue' | 'stop' | undefined;
}

/** The options of an operation, in addition to method, URL and body. */
export interface OperationOptions {
  /** Headers of the operation. Authorization and cookies belong to the batch, see `send`. */
  readonly headers?: Readonly<Record<string, string | Reference>> | undefined;
  /** Operations or names of groups that must succeed first. References are dependencies without being listed here. */
  readonly dependsOn?: readonly (OperationHandle | string)[] | undefined;
  /** The name of a group of operations that all take effect, or none of them. */
  readonly atomicityGroup?: string | undefined;
  /** True if the operation may run twice although its method is not idempotent. @defaultValue false */
  readonly idempotent?: boolean | undefined;
}

/** An operation of a batch. `Body` is the type of the body of its successful response. */
export interface OperationHandle<Body = unknown> {
  /** The id that was passed to `request`, or the generated one. */
  readonly id: string;
  /** The batch that the operation belongs to. References and dependencies cannot lead out of it. */
  readonly batch: Batch;
  /**
   * Returns a reference to a value of its response, for use in another operation of the same batch: in a URL made with
   * `path`, as a header, or anywhere in a JSON body.
   *
   * @throws {TypeError} if it does not point to a part of a response.
   */
  ref(value: SourcePointer): Reference;
  /** Exists only for type inference; never has a value. */
  readonly bodyType?: Body | undefined;
}

/** The URL of an operation: a path and query, such as `/albums?limit=5`, or a {@link Path} if references are in it. */
export type Url = string | Path;

/** Adds an operation to a batch by its method. `Body` is the type that the caller expects of a successful response. */
export interface OperationMethods {
  /** Adds a GET. It has no body. */
  get<Body = unknown>(url: Url, options?: OperationOptions): OperationHandle<Body>;
  /** Adds a HEAD. Its response has headers, but no body. */
  head(url: Url, options?: OperationOptions): OperationHandle<undefined>;
  /** Adds a DELETE without a body; `custom` adds one that has a body. */
  delete<Body = unknown>(url: Url, options?: OperationOptions): OperationHandle<Body>;
  /** Adds a POST. The body is a JSON value, in which references may be, or bytes; or a text if a header Content-Type says so. */
  post<Body = unknown>(url: Url, body?: unknown, options?: OperationOptions): OperationHandle<Body>;
  /** Adds a PUT, with a body as for `post`. */
  put<Body = unknown>(url: Url, body?: unknown, options?: OperationOptions): OperationHandle<Body>;
  /** Adds a PATCH, with a body as for `post`. */
  patch<Body = unknown>(url: Url, body?: unknown, options?: OperationOptions): OperationHandle<Body>;
  /** Adds an operation with any other method. */
  custom<Body = unknown>(
    method: string,
    url: Url,
    options?: OperationOptions & { readonly body?: unknown },
  ): OperationHandle<Body>;
}

/** Operations that are sent together, in the order in which they were added. */
export interface Batch {
  /**
   * Begins an operation. An id has 1 to 256 characters, without control characters; by default it is `~` and
   * the index of the operation. An id that begins with `~` is not a name: the server derives no Idempotency-Key from it.
   */
  request(id?: string): OperationMethods;
  /** Checks whether the operation with this id may run twice. */
  readonly mayRepeat: (id: string) => boolean;
  /**
   * Returns the batch in its JSON form.
   *
   * @throws {TypeError} if `request` was called without one of its methods.
   */
  toJSON(): WireBatch;
}

/**
 * Creates an empty batch. Add operations to it, and send it with `send`.
 *
 * Adding an operation throws a `TypeError` if its id is already used, if a reference or dependency belongs to another
 * batch, if an argument is of the wrong kind, or if its body has no JSON form.
 *
 * @example
 * ```ts
 * const batch = createBatch();
 * const album = batch.request('album').post('/albums', { title: 'Lisbon' });
 * batch.request('photo').post('/photos', { title: 'Tram 28', albumId: album.ref('/body/id') });
 * ```
 * @throws {TypeError} for an unknown option.
 */
export function createBatch(options: BatchOptions = {}): Batch {
  rejectUnknownOptions('batch', options, ['execution', 'onError']);
  const { execution, onError } = options;
  const operations = new Map<string, { readonly wire: WireOperation; readonly mayRepeat: boolean }>();
  const unfinished = new Set<string>();
  const batch: Batch = {
    request: (id = nextId(operations, unfinished)) => {
      if (typeof id !== 'string') throw new TypeError(`An id must be a string, got ${describeKind(id)}`);
      if (!isOperationId(id)) {
        throw new TypeError(`An id must have ${ID_RULE}, got ${JSON.stringify(id)}`);
      }
      unfinished.add(id);
      return toMethods((request) => {
        unfinished.delete(id);
        if (operations.has(id))
          throw new TypeError(`The id "${id}" is already used; ids must be unique in a batch`);
        operations.set(id, toOperation(id, request, batch));
        return {
          id,
          batch,
          ref: (value) => {
            checkSourcePointer(value);
            return new Reference({ from: id, value, batch });
          },
        };
      });
    },
    mayRepeat: (id) => operations.get(id)?.mayRepeat === true,
    toJSON: () => {
      const [id] = unfinished;
      if (id !== undefined) {
        throw new TypeError(
          `The operation "${id}" is not complete: call get, post or another method on what request() has returned`,
        );
      }
      return {
        requests: [...operations.values()].map(({ wire }) => wire),
        ...(execution === undefined ? {} : { execution }),
        ...(onError === undefined ? {} : { onError }),
      };
    },
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
  checkInput(url, headers, dependsOn);
  const names = dependsOn.map((dependency) => {
    if (typeof dependency === 'string') return dependency;
    if (!isHandle(dependency)) {
      throw new TypeError(
        `A dependency of "${id}" must be an operation or the name of a group, got ${describeKind(dependency)}`,
      );
    }
    if (dependency.batch === batch) return dependency.id;
    throw new TypeError(`The dependency "${dependency.id}" of "${id}" belongs to another batch`);
  });
  const wire = toWireOperation({ id, method, url, headers, body, dependsOn: names, atomicityGroup, batch });
  return { wire, mayRepeat: idempotent || isIdempotent(method, new Headers(wire.headers)) };
}
