import type { AttachedEndpoint } from './attached-endpoint.js';

/** In the global symbol registry, so that two copies of this package (CommonJS and ESM) find each other's endpoints. */
const ENDPOINTS = Symbol.for('multistatus.async.endpoints');

/** Returns the endpoints of a journal whose requests can be answered later, by name. It grows as endpoints are created. */
export function endpointsOf(journal: object): Map<string, AttachedEndpoint> {
  const known = (journal as { readonly [ENDPOINTS]?: Map<string, AttachedEndpoint> })[ENDPOINTS];
  if (known !== undefined) return known;
  const endpoints = new Map<string, AttachedEndpoint>();
  Object.defineProperty(journal, ENDPOINTS, { value: endpoints });
  return endpoints;
}
