import { type CallHeaders, sortHeaders } from './call-headers.js';

/** One call of the batching fetch, until its promise is settled. */
export interface Call {
  /** What the caller asked for, as it was when it was asked; its body has not been read. */
  readonly request: Request;
  readonly url: URL;
  readonly headers: CallHeaders;
  readonly isSettled: boolean;
  /** Resolves when the caller's promise is settled, however. */
  readonly settled: Promise<void>;
  resolve(response: Response): void;
  reject(error: unknown): void;
}

/**
 * Makes a call and the promise that its caller gets. The call's own signal rejects it at once, with its reason; what
 * comes later changes nothing.
 */
export function createCall(request: Request): { readonly call: Call; readonly promise: Promise<Response> } {
  const { promise, resolve, reject } = defer<Response>();
  const { promise: settled, resolve: settle } = defer<void>();
  let isSettled = false;
  const end = (tell: () => void): void => {
    isSettled = true;
    request.signal.removeEventListener('abort', onAbort);
    tell();
    settle();
  };
  const onAbort = (): void => end(() => reject(request.signal.reason));
  request.signal.addEventListener('abort', onAbort);
  if (request.signal.aborted) onAbort();
  const call: Call = {
    request,
    url: new URL(request.url),
    headers: sortHeaders(request.headers),
    get isSettled() {
      return isSettled;
    },
    settled,
    resolve: (response) => end(() => resolve(response)),
    reject: (error) => end(() => reject(error)),
  };
  return { call, promise };
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: unknown) => void;
}

function defer<T>(): Deferred<T> {
  let resolve: Deferred<T>['resolve'] | undefined;
  let reject: Deferred<T>['reject'] | undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve: (value) => resolve?.(value), reject: (reason) => reject?.(reason) };
}
