/**
 * The entry `@multistatus/core/check`: the validation of a batch without an endpoint, for editors and for tests of clients. It needs
 * no API of Node.
 */
export type { Issue } from './problem/issue.js';
export { type BatchFault, checkBatch } from './validate/check-batch.js';
export type { EndpointRules } from './validate/endpoint-rules.js';
export { locatePointers, type TextRange } from './validate/locate-pointers.js';
