import { abortReason } from '../abort-reason.js';
import { type CallHeaders, sortHeaders } from './call-headers.js';

/** One call of the batching fetch, until its promise is settled. */
export interface Call {
  /** The id that its operation has however often it is sent. No other call has it, of this page or another. */
  readonly id: string;
  /** A copy of the request, taken at the time of the call. Its body has not been read. */
  readonly request: Request;
  readonly url: URL;
  readonly headers: CallHeaders;
  readonly isSettled: boolean;
  /** Resolves when the caller's promise is fulfilled or rejected. */
  readonly settled: Promise<void>;
  resolve(response: Response): void;
  reject(error: unknown): void;
}

/**
 * Creates a call and the promise for its caller. If the signal of the call is aborted, the promise rejects immediately
 * with its reason. A call that is settled ignores later results.
 */
export function createCall(
  request: Request,
  id: string,
): { readonly call: Call; readonly promise: Promise<Response> } {
  const { promise, resolve, reject } = defer<Response>();
  const { promise: settled, resolve: settle } = defer<void>();
  let isSettled = false;
  const settleBy = (settlePromise: () => void): void => {
    isSettled = true;
    request.signal.removeEventListener('abort', onAbort);
    settlePromise();
    settle();
  };
  const onAbort = (): void => settleBy(() => reject(abortReason(request.signal)));
  request.signal.addEventListener('abort', onAbort);
  if (request.signal.aborted) onAbort();
  const call: Call = {
    id,
    request,
    url: new URL(request.url),
    headers: sortHeaders(request.headers),
    get isSettled() {
      return isSettled;
    },
    settled,
    resolve: (response) => settleBy(() => resolve(response)),
    reject: (error) => settleBy(() => reject(error)),
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
