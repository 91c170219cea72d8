import { createHash } from 'node:crypto';
import { SCRIPTS } from './scripts.js';

/** The part of a client of [ioredis](https://github.com/redis/ioredis), `Redis` or `Cluster`, that the store needs. */
export interface RedisClient {
  eval(script: string, keyCount: number, ...args: (string | number)[]): Promise<unknown>;
  evalsha(sha: string, keyCount: number, ...args: (string | number)[]): Promise<unknown>;
  info(section: string): Promise<string>;
  /** Of a `Cluster`: the servers. */
  nodes?(role: 'master'): readonly { info(section: string): Promise<string> }[];
}

type Script = keyof typeof SCRIPTS;

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
