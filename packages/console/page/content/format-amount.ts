const NUMBER = new Intl.NumberFormat('en');

/** Returns a number as text, such as "10,000". */
export function formatCount(count: number): string {
  return NUMBER.format(count);
}

/** Returns the number of operations as text, such as "1 operation". */
export function formatOperations(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'operation' : 'operations'}`;
}

/** Returns a duration as text: "42 ms", or "3.1 s" from one second on. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return `${formatCount(ms < 10_000 ? Math.round(ms / 100) / 10 : Math.round(ms / 1_000))} s`;
}

/** Returns a number of bytes or characters as text, such as "64 kB". */
export function formatSize(size: number, unit: 'B' | 'characters'): string {
  if (unit === 'characters') return `${formatCount(size)} characters`;
  if (size < 1_000) return `${size} B`;
  return size < 1_000_000
    ? `${formatCount(Math.round(size / 1_000))} kB`
    : `${formatCount(Math.round(size / 100_000) / 10)} MB`;
}
