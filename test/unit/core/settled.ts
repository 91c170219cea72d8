/** Lets everything happen that does not wait for time to pass. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
