/** Returns a source of which the first value has been read. Rejects if that fails. */
export async function begin<Value>(values: AsyncIterable<Value>): Promise<AsyncIterable<Value>> {
  const source = values[Symbol.asyncIterator]();
  return eachValue(source, await source.next());
}

async function* eachValue<Value>(
  source: AsyncIterator<Value>,
  first: IteratorResult<Value>,
): AsyncGenerator<Value, void, undefined> {
  try {
    for (let next = first; next.done !== true; next = await source.next()) yield next.value;
  } finally {
    await source.return?.();
  }
}
