/** Seeds that have failed once, and why. */
export const KEPT_SEEDS: readonly { readonly seed: number; readonly why: string }[] = [];
