export type { HeaderValues } from './header-values.js';
export { IncompleteResponseError } from './incomplete-response-error.js';
export { inject } from './inject.js';
export type { InjectOptions, NodeHandler } from './inject-options.js';
export type { InjectResult } from './inject-result.js';
export type { SocketIdentity } from './socket-identity.js';
