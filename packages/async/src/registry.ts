import type { LaterEndpoint } from './later-endpoint.js';

/** In the global symbol registry, so that two copies of this package (CommonJS and ESM) find each other's endpoints. */
const ENDPOINTS = Symbol.for('multistatus.async.endpoints');

/** Returns the endpoints of a journal whose requests can be answered later, by name. It grows as endpoints are created. */
export function endpointsOf(journal: object): Map<string, LaterEndpoint> {
  const known = (journal as { readonly [ENDPOINTS]?: Map<string, LaterEndpoint> })[ENDPOINTS];
  if (known !== undefined) return known;
  const endpoints = new Map<string, LaterEndpoint>();
  Object.defineProperty(journal, ENDPOINTS, { value: endpoints });
  return endpoints;
}
