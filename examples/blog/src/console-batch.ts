import { readFileSync } from 'node:fs';

/** The batch that the console shows when it is opened: `batch.json`. */
export const CONSOLE_BATCH = JSON.parse(readFileSync(new URL('../batch.json', import.meta.url), 'utf8')) as {
  readonly requests: readonly object[];
};
