import { isSystemName, type Referred } from '../request/referred.js';

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
    if (isSystemName(contentId)) return undefined;
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
