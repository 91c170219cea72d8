import { createHash } from 'node:crypto';
import { ENTRY_SCRIPTS } from './entry-scripts.js';
import { INDEX_SCRIPTS } from './index-scripts.js';
import { JOB_SCRIPTS } from './job-scripts.js';
import { RECORD_SCRIPTS } from './record-scripts.js';

/** The part of a client of [ioredis](https://github.com/redis/ioredis), `Redis` or `Cluster`, that the store needs. */
export interface RedisClient {
  /** Runs a script in Lua. The first `keyCount` of `args` are keys. */
  eval(script: string, keyCount: number, ...args: (string | number)[]): Promise<unknown>;
  /** Runs a script that the server knows by its SHA-1. Rejects with NOSCRIPT if the server does not have it. */
  evalsha(sha: string, keyCount: number, ...args: (string | number)[]): Promise<unknown>;
  /** Returns a section of INFO. The store reads `memory`, to see whether the server may evict keys. */
  info(section: string): Promise<string>;
  /** Of a `Cluster`: the servers. */
  nodes?(role: 'master'): readonly { info(section: string): Promise<string> }[];
}

/** The name of a script. */
export type Script =
  | keyof typeof ENTRY_SCRIPTS
  | keyof typeof RECORD_SCRIPTS
  | keyof typeof JOB_SCRIPTS
  | keyof typeof INDEX_SCRIPTS;

const SCRIPTS: Readonly<Record<Script, string>> = {
  ...ENTRY_SCRIPTS,
  ...RECORD_SCRIPTS,
  ...JOB_SCRIPTS,
  ...INDEX_SCRIPTS,
};

const SHA = Object.fromEntries(
  Object.entries(SCRIPTS).map(([name, text]) => [name, createHash('sha1').update(text).digest('hex')]),
) as Record<Script, string>;

/** Runs a script by its hash, and by its text if the server does not have it: it was started anew, or is another one. */
export async function runScript(
  redis: RedisClient,
  name: Script,
  { keys, args }: { readonly keys: readonly string[]; readonly args: readonly (string | number)[] },
): Promise<unknown[]> {
  try {
    return (await redis.evalsha(SHA[name], keys.length, ...keys, ...args)) as unknown[];
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return (await redis.eval(SCRIPTS[name], keys.length, ...keys, ...args)) as unknown[];
  }
}
