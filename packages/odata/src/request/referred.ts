/** What stands for `$name` in a body: the URL of an entity, or the request whose answer has it as its Location. */
export type Entity = { readonly url: string } | { readonly locationOf: string };

/** A request that later ones refer to by its name. */
export interface Referred {
  /** The id that the decoder has chosen. */
  readonly id: string;
  /** The entity that the request is about; `undefined` if its URL is not known yet. */
  readonly entity: Entity | undefined;
}

/** Returns the request that `$name` refers to; `undefined` if it does not refer to any. */
export type FindReferred = (name: string) => Referred | undefined;

/** Names of resources of every service, which `$` and the name of a request cannot stand for (OData 4.01 JSON section 19.1). */
const SYSTEM_NAMES: ReadonlySet<string> = new Set([
  'all',
  'batch',
  'crossjoin',
  'entity',
  'id',
  'it',
  'metadata',
  'root',
]);

/** Checks whether `$name` is a resource of every service, such as `$metadata`. */
export function isSystemName(name: string): boolean {
  return SYSTEM_NAMES.has(name);
}
