import type { HeaderFields } from '@multistatus/inspect';
import { makeSafe } from '../terminal/make-safe.js';

/** The parts of a command line of `send` that the batch depends on. */
export interface SendArguments {
  /** The file, or `-`. */
  readonly source: string;
  readonly method: 'POST' | 'QUERY';
  /** Without credentials. */
  readonly url: string;
  readonly headers: HeaderFields;
  /** As it was written, in seconds. */
  readonly timeout: string | undefined;
  readonly retry: string | undefined;
  /** True if the batch is to be answered later. */
  readonly isLater: boolean;
}

const SECRET_NAME = /authorization|cookie|key|secret|token/i;
const PLAIN_WORD = /^[\w@%+=:,./-]+$/;

/**
 * Returns the command that sends a batch again with its key, for a POSIX shell. A header that may contain a secret is
 * shown without its value.
 */
export function goOnCommand(
  { source, method, url, headers, timeout, retry, isLater }: SendArguments,
  key: string,
): string {
  return toCommand([
    ...['multistatus', 'send', source, '--to', url],
    ...headerWords(headers),
    ...(timeout === undefined ? [] : ['--timeout', timeout]),
    ...(retry === undefined ? [] : ['--retry', retry]),
    ...(method === 'QUERY' ? ['--query'] : []),
    ...(isLater ? ['--async', '--follow'] : []),
    ...['--key', key],
  ]);
}

/** Returns the command that follows a batch by the URL of its monitor. */
export function monitorCommandLine(url: string, headers: HeaderFields): string {
  return toCommand(['multistatus', 'monitor', url, ...headerWords(headers)]);
}

function headerWords(headers: HeaderFields): string[] {
  return headers
    .filter(([name]) => name.toLowerCase() !== 'idempotency-key')
    .flatMap(([name, value]) => ['-H', `${name}: ${SECRET_NAME.test(name) ? '...' : value}`]);
}

function toCommand(words: readonly string[]): string {
  return makeSafe(words.map(quote).join(' '));
}

function quote(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
