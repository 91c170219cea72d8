import { fileURLToPath } from 'node:url';

/**
 * Imports a module of `bench/`, which is JavaScript without declarations.
 *
 * @param path from `bench/`, without its extension
 */
export function loadBench<T>(path: string): Promise<T> {
  return import(fileURLToPath(new URL(`../../../bench/${path}.mjs`, import.meta.url))) as Promise<T>;
}

/** What a round has measured. */
export interface Sample {
  readonly operations: number;
  readonly seconds: number;
  readonly cpuMicroseconds: number;
}

/** Returns a sample of one operation. */
export function toSample(microseconds: number, cpuMicroseconds: number = microseconds): Sample {
  return { operations: 1, seconds: microseconds / 1e6, cpuMicroseconds };
}
