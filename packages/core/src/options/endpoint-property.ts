import type { AsyncEndpoint } from './async-support.js';

/** In the global symbol registry, so that two copies of this package (CommonJS and ESM) recognise each other's endpoints. */
const ENDPOINT = Symbol.for('multistatus.endpoint');

/** Adds its endpoint to a function that an adapter returns, so that a worker finds it. */
export function attachEndpoint(handler: object, endpoint: AsyncEndpoint): void {
  Object.defineProperty(handler, ENDPOINT, { value: endpoint });
}

/** Returns the endpoint that {@link attachEndpoint} has added; `undefined` if there is none. */
export function endpointOf(handler: object): AsyncEndpoint | undefined {
  return (handler as { readonly [ENDPOINT]?: AsyncEndpoint })[ENDPOINT];
}
