/** Yields photos as lines of NDJSON. Every 10,000th has no title, which the import refuses. */
export function* photoLines(count: number): Generator<string> {
  for (let id = 1; id <= count; id += 1) {
    yield `${JSON.stringify({ id, title: id % 10_000 === 0 ? '' : `Photo ${id}` })}\n`;
  }
}
