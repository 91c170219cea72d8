import { countOf, isSafeMethod } from '@multistatus/wire';
import { multipartType, sniffBoundary } from '@multistatus/wire/multipart';
import type { CommandContext, CommandResult } from '../command.js';
import { usageError } from '../command-error.js';
import { EXIT } from '../exit-code.js';
import { parseHeaders, parseTimeout, parseUrl, REQUEST_OPTIONS } from '../http/parse-request.js';
import { showUrl } from '../http/send-request.js';
import { parseCommandLine } from '../parse-command-line.js';
import { readInput } from '../read-input.js';
import { makeSafe } from '../terminal/make-safe.js';
import { formatProgress } from './format-progress.js';
import { checkKey, toKeyHeader } from './idempotency-key.js';
import { inspectAnswer, type SentBatch } from './inspect-answer.js';
import { type PostOptions, postBatch } from './post-batch.js';
import { type BatchFile, readBatchFile } from './read-batch-file.js';
import { goOnHint, type ReportOutput, reportPosted } from './report-posted.js';
import { sendAndFollow, sendLater } from './send-later.js';

const DEFAULT_TRIES = 3;
const JSON_LINES = 'application/jsonl';
/** The names of files that hold a batch in JSON Lines. */
const LINES_FILE = /\.(jsonl|ndjson)$/;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  json: { type: 'boolean' },
  query: { type: 'boolean' },
  async: { type: 'boolean' },
  follow: { type: 'boolean' },
  to: TEXT,
  retry: TEXT,
  key: TEXT,
  accept: TEXT,
  header: REQUEST_OPTIONS.header,
  timeout: REQUEST_OPTIONS.timeout,
} as const;

/** Runs `multistatus send`: sends a batch, shows each outcome as it arrives, and explains the failures. */
export async function runSend(args: readonly string[], context: CommandContext): Promise<CommandResult> {
  const { positionals, values } = parseCommandLine('send', fillRetry(args), OPTIONS);
  const [source, ...others] = positionals;
  if (source === undefined || others.length > 0) {
    throw usageError(`send takes one file, or - for standard input, got ${positionals.length}`);
  }
  if (values.to === undefined) throw usageError('send needs --to with the URL of a batch endpoint');
  const { key } = values;
  const postOptions = toSendingOptions(values, values.to);
  const isJson = values.json === true;
  const isLater = values.async === true;
  const isFollowed = values.follow === true;
  if (isFollowed && !isLater) throw usageError('--follow can only be used with --async');
  if (isLater && (values.accept ?? 'ndjson') !== 'ndjson')
    throw usageError('--accept cannot be used with --async');
  checkAccept(values.accept, postOptions);
  const content = await readInput(source, context.stdin);
  const name = source === '-' ? 'standard input' : source;
  const boundary = sniffBoundary(content);
  const accept = values.accept ?? (boundary === undefined ? 'ndjson' : 'multipart');
  const output = { isJson, terminal: context.terminal };
  if (LINES_FILE.test(source)) {
    checkInspected(values, { what: 'a batch in JSON Lines', formats: ['ndjson', 'json', 'xml'] });
    return inspectAnswer(linesBatch(content, accept), postOptions, output);
  }
  if (boundary !== undefined) {
    checkInspected(values, { what: 'a multipart batch', formats: ['multipart', 'json'] });
    const batch = { bytes: content, contentType: multipartType(boundary), accept: toMediaType(accept) };
    return inspectAnswer(batch, postOptions, output);
  }
  if (accept === 'multipart') throw usageError('--accept multipart needs a multipart batch');
  const file = await readBatchFile(name, content);
  checkMethod(postOptions.method, file);
  if (accept === 'ndjson') {
    const { timeout: seconds, retry } = values;
    const { method, headers, timeoutMs } = postOptions;
    const command = {
      source,
      method,
      url: showUrl(postOptions.url),
      headers,
      timeout: seconds,
      retry,
      isLater,
    };
    const shown = { ...context, isJson, command, timeoutMs };
    if (isLater && !isFollowed) return sendLater(file, postOptions, shown);
    printTitle(file, postOptions, shown);
    return isLater ? sendAndFollow(file, postOptions, shown) : sendLines(file, postOptions, shown);
  }
  const keyHeader = key === undefined ? [] : [toKeyHeader(key)];
  const headers = [...postOptions.headers, ...keyHeader];
  const batch = {
    bytes: new TextEncoder().encode(file.text),
    contentType: 'application/json',
    accept: toMediaType(accept),
  };
  return inspectAnswer(batch, { ...postOptions, headers }, output);
}

/** Returns a batch in JSON Lines, which is answered in JSON Lines unless another format is accepted. */
function linesBatch(bytes: Uint8Array, accept: string): SentBatch {
  return { bytes, contentType: JSON_LINES, accept: accept === 'ndjson' ? JSON_LINES : toMediaType(accept) };
}

/** Checks what does not depend on the batch, before it is read: it may be typed on standard input. */
function checkAccept(accept: string | undefined, { maxTries }: SendingOptions): void {
  if (accept === undefined || accept === 'ndjson') return;
  if (!['json', 'xml', 'multipart'].includes(accept)) {
    throw usageError(`--accept must be ndjson, json or xml, got "${accept}"`);
  }
  if (maxTries !== undefined) throw usageError('--retry can only be used with --accept ndjson');
}

function toMediaType(accept: string): string {
  return accept === 'multipart' ? 'multipart/mixed' : `application/${accept}`;
}

/** @throws {CommandError} for an option that needs the JSON form of a batch. The first format is the default. */
function checkInspected(
  values: Readonly<Record<string, unknown>>,
  { what, formats }: { readonly what: string; readonly formats: readonly string[] },
): void {
  const misplaced = ['async', 'retry', 'key'].find((name) => values[name] !== undefined);
  if (misplaced !== undefined) throw usageError(`--${misplaced} cannot be used with ${what}`);
  const { accept = formats[0] } = values;
  if (!formats.includes(String(accept))) {
    const choices = `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}`;
    throw usageError(`--accept must be ${choices} for ${what}, got "${String(accept)}"`);
  }
}

type SendingOptions = Omit<PostOptions, 'interrupt' | 'onOutcome' | 'later'>;

interface SendingValues {
  readonly query?: boolean | undefined;
  readonly header?: readonly string[] | undefined;
  readonly timeout?: string | undefined;
  readonly retry?: string | undefined;
  readonly key?: string | undefined;
}

/** @throws {CommandError} if an option is invalid. */
function toSendingOptions({ query, header, timeout, retry, key }: SendingValues, to: string): SendingOptions {
  const headers = parseHeaders(header ?? []);
  const options: SendingOptions = {
    method: query === true ? 'QUERY' : 'POST',
    url: parseUrl(to),
    headers,
    timeoutMs: parseTimeout(timeout),
    maxTries: parseTries(retry),
    key,
  };
  if (headers.some(([name]) => name.toLowerCase() === 'accept')) {
    throw usageError('send sets Accept with --accept, not with -H');
  }
  checkKey(key, headers);
  return options;
}

function printTitle(
  { batch, name }: BatchFile,
  { method, url }: SendingOptions,
  { isJson, terminal, write }: CommandContext & ReportOutput,
): void {
  if (isJson) return;
  write(`${terminal.paint('bold', makeSafe(`${method} ${showUrl(url)}`))}\n`);
  write(`${countOf(batch.requests.length, 'operation')} from ${makeSafe(name)}\n\n`);
}

async function sendLines(
  file: BatchFile,
  postOptions: SendingOptions,
  output: CommandContext & ReportOutput,
): Promise<CommandResult> {
  const { terminal, write, isJson, catchInterrupt } = output;
  const operations = new Map(file.batch.requests.map((operation) => [operation.id, operation]));
  let count = 0;
  const posted = await postBatch(file, {
    ...postOptions,
    interrupt: catchInterrupt(),
    onOutcome: (outcome, afterMs) => {
      count += 1;
      const operation = operations.get(outcome.id);
      if (!isJson) write(`${formatProgress(outcome, { operation, afterMs }, terminal)}\n`);
    },
  });
  if (posted.result !== undefined || posted.error !== undefined) return reportPosted(file, posted, output);
  const unknown = countOf(operations.size - count, 'operation');
  const message = `multistatus: interrupted; it is not known whether ${unknown} ran`;
  const goOn = goOnHint(posted, output);
  return { exitCode: EXIT.interrupted, stdout: '', stderr: [message, ...goOn, ''].join('\n') };
}

/** @throws {CommandError} if an operation of a batch that is to be sent by QUERY may change something. */
function checkMethod(method: SendingOptions['method'], { batch, name }: BatchFile): void {
  if (method !== 'QUERY') return;
  const unsafe = batch.requests.find((operation) => !isSafeMethod(operation.method));
  if (unsafe === undefined) return;
  throw usageError(
    `${name} cannot be sent with --query: ${unsafe.method} ${unsafe.url} may change something`,
  );
}

/** Adds the default to `--retry` without a number, because `parseArgs` does not support optional values. */
function fillRetry(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    const isBare = arg === '--retry' && !/^\d+$/.test(args[index + 1] ?? '');
    return isBare ? [`--retry=${DEFAULT_TRIES}`] : [arg];
  });
}

function parseTries(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw usageError(`--retry must be the maximum number of tries, 1 to 99, got "${text}"`);
}
