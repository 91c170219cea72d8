/** Seeds that have failed once, and why. */
export const KEPT_LATER_SEEDS: readonly { readonly seed: number; readonly why: string }[] = [
  { seed: 771, why: 'a removal that arrived late took a record away from a client that had been told of it' },
  { seed: 337, why: 'a request whose time was over did not end after its worker had died' },
];
