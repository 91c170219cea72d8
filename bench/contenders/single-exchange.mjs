/** One photo a request: what a client does without batches. */
export const single = {
  /**
   * @param {number} operations how many photos; a request each
   */
  toRequests: (operations) =>
    Array.from({ length: operations }, (_, id) => ({ method: 'GET', path: `/photos/${id}`, headers: {} })),
  /** @param {{ status: number, text: string }} answer */
  read: ({ status, text }) => [{ status, body: JSON.parse(text) }],
};

/** The same photos, each asked for by a POST with a small JSON body: what it costs at the least that a request has one. */
export const posted = {
  /**
   * @param {number} operations how many photos; a request each
   */
  toRequests: (operations) =>
    Array.from({ length: operations }, (_, id) => ({
      method: 'POST',
      path: '/photos',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id }),
    })),
  read: single.read,
};
