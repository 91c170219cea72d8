export type { HeaderValues } from './header-values.js';
export { IncompleteResponseError } from './incomplete-response-error.js';
export { type InjectOptions, type InjectResult, inject, type NodeHandler } from './inject.js';
export type { SocketIdentity } from './socket-facade.js';
