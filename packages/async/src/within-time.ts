/** Settles as `work` does, or rejects after `ms` milliseconds, with an error that names `who`; `work` may still take effect then. */
export async function withinTime<Value>(
  work: Promise<Value>,
  ms: number,
  who: string = 'The queue',
): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${who} has not answered within ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
