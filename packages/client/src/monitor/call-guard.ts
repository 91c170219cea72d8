/** Calls functions of the app while a batch is followed, which an error of theirs must not interrupt. */
export interface CallGuard {
  /** Returns a function that calls `callback` until that throws. Does nothing without one. */
  readonly guard: <Value>(callback: ((value: Value) => void) | undefined) => (value: Value) => void;
  /** @throws the first error that a callback has thrown. */
  readonly throwFailure: () => void;
}

/** Creates a guard. After the first error, it calls nothing more. */
export function createCallGuard(): CallGuard {
  let failure: { readonly error: unknown } | undefined;
  return {
    guard: (callback) => (value) => {
      if (failure !== undefined) return;
      try {
        callback?.(value);
      } catch (error) {
        failure = { error };
      }
    },
    throwFailure: () => {
      if (failure !== undefined) throw failure.error;
    },
  };
}
