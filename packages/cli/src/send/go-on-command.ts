import { makeSafe } from '../terminal/make-safe.js';

/** The parts of a command line of `send` that the batch depends on. */
export interface SendArguments {
  /** The file, or `-`. */
  readonly source: string;
  /** Without credentials. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As it was written, in seconds. */
  readonly timeout: string | undefined;
  readonly retry: string | undefined;
}

const SECRET_NAME = /authorization|cookie|key|secret|token/i;
const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/**
 * Returns the command that sends a batch again with its key, for a POSIX shell. A header that may contain a secret is
 * shown without its value.
 */
export function goOnCommand({ source, url, headers, timeout, retry }: SendArguments, key: string): string {
  const words = [
    ...['multistatus', 'send', source, '--to', url],
    ...headers
      .filter(([name]) => name.toLowerCase() !== 'idempotency-key')
      .flatMap(([name, value]) => ['-H', `${name}: ${SECRET_NAME.test(name) ? '...' : value}`]),
    ...(timeout === undefined ? [] : ['--timeout', timeout]),
    ...(retry === undefined ? [] : ['--retry', retry]),
    ...['--key', key],
  ];
  return makeSafe(words.map(quote).join(' '));
}

function quote(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
