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
