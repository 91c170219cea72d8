import { countOf } from '@multistatus/wire';
import type { Command, CommandContext, CommandResult } from '../command.js';
import { inputError, usageError } from '../command-error.js';
import { EXIT } from '../exit-code.js';
import { describeFailure } from '../http/describe-failure.js';
import { parseHeaders, parseTimeout, parseUrl, REQUEST_OPTIONS } from '../http/parse-request.js';
import { showUrl } from '../http/send-request.js';
import { parseCommandLine } from '../parse-command-line.js';
import { makeSafe } from '../terminal/make-safe.js';
import { describeSent, exitCodeOf } from './describe-sent.js';
import { formatProgress } from './format-progress.js';
import { formatRefusal } from './format-refusal.js';
import { formatSent } from './format-sent.js';
import { inspectAnswer } from './inspect-answer.js';
import { type PostOptions, type PostResult, postBatch } from './post-batch.js';
import { type BatchFile, readBatchFile } from './read-batch-file.js';
import { SEND_HELP } from './send-help.js';
import { toRefusalJson, toSentJson } from './to-sent-json.js';

const DEFAULT_TRIES = 3;

/** `multistatus send`: sends a batch, shows each outcome as it arrives, and explains the failures. */
export const sendCommand: Command = {
  name: 'send',
  summary: 'send a batch, and show each outcome as it arrives',
  help: SEND_HELP,
  async run(args, context) {
    const { header, timeout } = REQUEST_OPTIONS;
    const text = { type: 'string' } as const;
    const options = {
      json: { type: 'boolean' },
      to: text,
      retry: text,
      accept: text,
      header,
      timeout,
    } as const;
    const { positionals, values } = parseCommandLine('send', fillRetry(args), options);
    const [source, ...others] = positionals;
    if (source === undefined || others.length > 0) {
      throw usageError(`send takes one file, or - for standard input, got ${positionals.length}`);
    }
    if (values.to === undefined) throw usageError('send needs --to with the URL of a batch endpoint');
    const { accept = 'ndjson' } = values;
    const postOptions: Omit<PostOptions, 'interrupt' | 'onOutcome'> = {
      url: parseUrl(values.to),
      headers: parseHeaders(values.header ?? []),
      timeoutMs: parseTimeout(values.timeout),
      maxTries: parseTries(values.retry),
    };
    if (postOptions.headers.some(([name]) => name.toLowerCase() === 'accept')) {
      throw usageError('send sets Accept with --accept, not with -H');
    }
    const isJson = values.json === true;
    if (accept === 'ndjson') {
      return sendLines(await readBatchFile(source, context.stdin), postOptions, { ...context, isJson });
    }
    if (accept !== 'json' && accept !== 'xml')
      throw usageError(`--accept must be ndjson, json or xml, got "${accept}"`);
    if (postOptions.maxTries !== undefined) {
      throw usageError('--retry can only be used with --accept ndjson');
    }
    const file = await readBatchFile(source, context.stdin);
    return inspectAnswer(file, { ...postOptions, accept }, { isJson, terminal: context.terminal });
  },
};

type Output = CommandContext & { readonly isJson: boolean };

async function sendLines(
  file: BatchFile,
  postOptions: Omit<PostOptions, 'interrupt' | 'onOutcome'>,
  { terminal, write, isJson, catchInterrupt }: Output,
): Promise<CommandResult> {
  const operations = new Map(file.batch.requests.map((operation) => [operation.id, operation]));
  const print = (text: string): void => {
    if (!isJson) write(text);
  };
  const title = `POST ${showUrl(postOptions.url)}`;
  print(`${terminal.paint('bold', makeSafe(title))}\n`);
  print(`${countOf(operations.size, 'operation')} from ${makeSafe(file.name)}\n\n`);
  let count = 0;
  const interrupt = catchInterrupt();
  try {
    const posted = await postBatch(file, {
      ...postOptions,
      interrupt,
      onOutcome: (outcome, afterMs) => {
        count += 1;
        const operation = operations.get(outcome.id);
        print(`${formatProgress(outcome, { operation, afterMs }, terminal)}\n`);
      },
    });
    return report(file, posted, { postOptions, isJson, terminal });
  } catch (error) {
    if (!interrupt.aborted) throw error;
    const unknown = countOf(operations.size - count, 'operation');
    const message = `interrupted; it is not known whether ${unknown} ran`;
    return { exitCode: EXIT.interrupted, stdout: '', stderr: `multistatus: ${message}\n` };
  }
}

function report(
  file: BatchFile,
  { result, error, location, ...timing }: PostResult,
  {
    postOptions: { url, timeoutMs },
    isJson,
    terminal,
  }: {
    postOptions: Pick<PostOptions, 'url' | 'timeoutMs'>;
    isJson: boolean;
    terminal: CommandContext['terminal'];
  },
): CommandResult {
  const source = showUrl(url);
  if (result !== undefined) {
    const sent = describeSent(result, file.batch, timing);
    const exitCode = exitCodeOf(sent);
    if (isJson) return { exitCode, stdout: toSentJson(source, sent, exitCode) };
    return { exitCode, stdout: `\n${formatSent(sent, terminal).join('\n')}\n` };
  }
  const { status, problem, executed = 'unknown' } = error ?? {};
  if (status === undefined) throw inputError(`${source}: ${describeFailure(rootOf(error), timeoutMs)}`);
  const refusal = { status, problem, executed, location };
  if (isJson) return { exitCode: EXIT.invalid, stdout: toRefusalJson(source, refusal, timing.totalMs) };
  return { exitCode: EXIT.invalid, stdout: `${formatRefusal(refusal, file.text, terminal).join('\n')}\n` };
}

/** `fetch` reports the reason of a failure in the cause of its error. */
function rootOf(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  const { cause } = error as { readonly cause?: unknown };
  return cause === undefined ? error : rootOf(cause);
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
