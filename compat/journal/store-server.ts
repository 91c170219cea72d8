/** A server that keeps the entries of a journal. */
export interface StoreServer {
  readonly kind: 'redis' | 'postgres';
  /** How `programs/server.mjs` connects to it. */
  readonly address: object;
  /**
   * Ends the server, or one of its processes, as `kill -9` does, and starts it again. Resolves when it answers. A Redis server stays
   * away until what `whileDown` returns has resolved.
   */
  crash(whileDown?: () => Promise<unknown>): Promise<void>;
  /** Returns everything that the server keeps, as text. */
  readAll(): Promise<string>;
  stop(): Promise<void>;
}
