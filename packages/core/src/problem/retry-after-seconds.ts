/** The value of Retry-After, in seconds, for a batch or operation that has not started. */
export const RETRY_AFTER_SECONDS = 1;
