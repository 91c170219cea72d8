/** The SQL of the time of the server when a statement runs, also in a transaction. */
export const NOW = 'clock_timestamp()';

/** Returns the SQL of a time: the sum of the parameters, which are milliseconds, from now. */
export function fromNow(...parameters: readonly string[]): string {
  const sum = parameters.map((parameter) => `${parameter}::float8`).join(' + ');
  return `${NOW} + (${sum}) * interval '1 millisecond'`;
}

/** Returns the SQL of the former owners of an entry when another one takes it over. The last 100 are kept. */
export function formerOwners(entry: string): string {
  return `(${entry}.former_owners || ${entry}.owner)[cardinality(${entry}.former_owners) - 98:]`;
}
