import type { BulkOperation } from './read-bulk.js';

const METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const ENTITY_TAG = /^(?:W\/)?"[!#-~]*"$/;

/** Returns why an operation cannot run, whatever the others are; `undefined` if it can. */
export function findFault({ method, path, bulkId, version, data }: BulkOperation): string | undefined {
  if (!METHODS.has(method)) return 'The method must be POST, PUT, PATCH or DELETE';
  if (path?.startsWith('/') !== true)
    return 'The path must begin with a slash; it is relative to the SCIM root';
  if (method === 'POST' && bulkId === undefined) return 'A POST needs a bulkId';
  if (method !== 'DELETE' && data === undefined) return `A ${method} needs data, an object`;
  if (version !== undefined && !ENTITY_TAG.test(version)) return 'The version must be an entity tag';
  return undefined;
}
