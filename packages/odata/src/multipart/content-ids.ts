/** What stands for `$<Content-ID>` in a body: the URL of an entity, or the request whose answer has it as its Location. */
export type Entity = { readonly url: string } | { readonly locationOf: string };

/** A request that later ones refer to by its Content-ID. */
export interface Referred {
  /** The id that the decoder has chosen. */
  readonly id: string;
  /** The entity that the request is about; `undefined` if its URL is not known yet. */
  readonly entity: Entity | undefined;
}

/** Names of resources of every service, which `$` and a Content-ID cannot stand for (OData 4.01 JSON section 19.1). */
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

/** The Content-IDs of the requests that have been read, by which later requests refer to them. */
export class ContentIds {
  /** True if all requests of the batch may be referred to (OData 4.01); else only those of the same changeset. */
  readonly #isWholeBatch: boolean;
  readonly #batch: Map<string, Referred> = new Map();
  #changeset: Map<string, Referred> | undefined;

  constructor(isWholeBatch: boolean) {
    this.#isWholeBatch = isWholeBatch;
  }

  enterChangeset(): void {
    this.#changeset = new Map();
  }

  leaveChangeset(): void {
    this.#changeset = undefined;
  }

  /** Returns the request that `$contentId` refers to; `undefined` if it does not refer to any. */
  find(contentId: string): Referred | undefined {
    if (SYSTEM_NAMES.has(contentId)) return undefined;
    return this.#changeset?.get(contentId) ?? (this.#isWholeBatch ? this.#batch.get(contentId) : undefined);
  }

  /**
   * Adds a request. Returns false if its Content-ID is not unique: in its changeset (OData 4.0 section 11.7.3.1), or in the batch if
   * all of it may be referred to (OData 4.01 section 11.7.7). Otherwise a Content-ID may repeat: clients count anew in each
   * changeset.
   */
  add(contentId: string, request: Referred): boolean {
    if (this.#changeset?.has(contentId) === true) return false;
    if (this.#isWholeBatch && this.#batch.has(contentId)) return false;
    this.#changeset?.set(contentId, request);
    this.#batch.set(contentId, request);
    return true;
  }
}
