/** Seconds after which a client may send again what has not started. */
export const RETRY_AFTER_SECONDS = 1;
