/** True if two types are the same. `any` is the same as nothing else. */
export type IsExactly<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only if the fact is true. */
export function holds<_Fact extends true>(): void {}
