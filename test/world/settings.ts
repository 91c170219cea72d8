/** All durations of a world, in milliseconds of its own time. */
export const LEASE_MS = 1_000;
export const STORE_TIMEOUT_MS = 300;
export const OPERATION_TIMEOUT_MS = 1_500;
export const BATCH_TIMEOUT_MS = 5_000;
/** After this time nothing fails any more. */
export const FAULTS_END_MS = 25_000;
/** Every key must have its final answer by then. */
export const END_MS = 180_000;
