export { type GraphOptions, graph } from './graph.js';
export { type ODataOptions, odata } from './odata.js';
export type { ChangesetMode } from './request/changesets.js';
