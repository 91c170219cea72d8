import { createHash } from 'node:crypto';

/** Characters of a digest: 96 bits. */
const LENGTH = 16;

/** Returns the items of a list unchanged, and computes a digest of them. */
export class ItemDigest {
  readonly #hash = createHash('sha256');

  async *read<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item, void, undefined> {
    for await (const item of items) {
      this.#hash.update(JSON.stringify(item)).update('\n');
      yield item;
    }
  }

  /** Returns the digest, once all items have been read. */
  toText(): string {
    return this.#hash.digest('base64url').slice(0, LENGTH);
  }
}
