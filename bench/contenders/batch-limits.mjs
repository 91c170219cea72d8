/**
 * Options of `batch()` that let every batch of these measurements through.
 *
 * @param {object} options
 * @param {number} [options.concurrency] operations of one batch that run at the same time; by default as in an app
 */
export function batchLimits({ concurrency }) {
  return {
    limits: {
      concurrency,
      maxOperations: 10_000,
      maxConcurrentRequests: 1_000,
      maxBodyBytes: 2 ** 26,
      maxResponseBytes: 2 ** 28,
      batchTimeoutMs: 600_000,
    },
  };
}
