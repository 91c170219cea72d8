/** The Content-IDs of the requests that have been read, by which later requests refer to them. */
export class ContentIds {
  /** True if all requests of the batch may be referred to (OData 4.01); else only those of the same changeset. */
  readonly #isWholeBatch: boolean;
  readonly #batch = new Map<string, string>();
  #changeset: Map<string, string> | undefined;

  constructor(isWholeBatch: boolean) {
    this.#isWholeBatch = isWholeBatch;
  }

  enterChangeset(): void {
    this.#changeset = new Map();
  }

  leaveChangeset(): void {
    this.#changeset = undefined;
  }

  /** Returns the id of the request that `$contentId` refers to; `undefined` if it does not refer to any. */
  idOf(contentId: string): string | undefined {
    return this.#changeset?.get(contentId) ?? (this.#isWholeBatch ? this.#batch.get(contentId) : undefined);
  }

  /**
   * Adds a request. Returns false if its Content-ID is not unique: in a changeset (OData 4.0 section 11.7.3), or in the batch if
   * all of it may be referred to (OData 4.01 section 11.7.7). Elsewhere a Content-ID may repeat: clients count anew in each
   * changeset.
   */
  add(contentId: string, id: string): boolean {
    if (this.#changeset?.has(contentId) === true) return false;
    if (this.#isWholeBatch && this.#batch.has(contentId)) return false;
    this.#changeset?.set(contentId, id);
    this.#batch.set(contentId, id);
    return true;
  }
}
