/** The places on an axis that have a number. */
export interface Tick {
  readonly ms: number;
  readonly label: string;
}

/** A foreign server may send a time that is so short that its tenth is 0. */
const SHORTEST_MS = 1e-9;

/** Returns round numbers from 0 to `endMs`, about `count` of them: 1, 2 or 5 times a power of ten apart. */
export function timeTicks(endMs: number, count: number): readonly Tick[] {
  if (!(endMs >= SHORTEST_MS)) return [{ ms: 0, label: '0' }];
  const rough = endMs / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const ticks: Tick[] = [];
  for (let number = 0; number * step <= endMs * 1.0001; number += 1) {
    const ms = number * step;
    ticks.push({ ms, label: number === 0 ? '0' : formatMs(ms) });
  }
  return ticks;
}

/** Returns a time as text with three digits at most: `0.4 ms`, `120 ms`, `1.25 s`, `2.5 min`. */
export function formatMs(ms: number): string {
  if (ms >= 120_000) return `${digits(ms / 60_000)} min`;
  return ms >= 1_000 ? `${digits(ms / 1_000)} s` : `${digits(ms)} ms`;
}

function digits(value: number): string {
  const places = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return String(Number(value.toFixed(places)));
}
