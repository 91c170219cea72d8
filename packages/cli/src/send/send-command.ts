import type { Command, CommandResult, Surroundings } from '../command.js';
import { inputError, usageError } from '../command-error.js';
import { EXIT } from '../exit-code.js';
import { describeFailure } from '../http/describe-failure.js';
import { parseHeaders, parseTimeout, parseUrl, REQUEST_OPTIONS } from '../http/parse-request.js';
import { showUrl } from '../http/send-request.js';
import { parseCommandLine } from '../parse-command-line.js';
import { countOf } from '../terminal/count-of.js';
import { makeSafe } from '../terminal/make-safe.js';
import { describeSent, exitCodeOf } from './describe-sent.js';
import { formatProgress } from './format-progress.js';
import { formatRefusal } from './format-refusal.js';
import { formatSent } from './format-sent.js';
import { inspectAnswer } from './inspect-answer.js';
import { type Posted, type Posting, postBatch } from './post-batch.js';
import { type BatchFile, readBatchFile } from './read-batch-file.js';
import { SEND_HELP } from './send-help.js';
import { toRefusalJson, toSentJson } from './to-sent-json.js';

const DEFAULT_TRIES = 3;

/** `multistatus send`: sends a batch, shows each outcome as it comes, and explains what failed. */
export const sendCommand: Command = {
  name: 'send',
  summary: 'send a batch, and show each outcome as it comes',
  help: SEND_HELP,
  async run(args, surroundings) {
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
      throw usageError(`send takes one file, or - for the standard input, got ${positionals.length}`);
    }
    if (values.to === undefined) throw usageError('send needs --to with the URL of a batch endpoint');
    const { accept = 'ndjson' } = values;
    const posting: Omit<Posting, 'interrupt' | 'onOutcome'> = {
      url: parseUrl(values.to),
      headers: parseHeaders(values.header ?? []),
      timeoutMs: parseTimeout(values.timeout),
      maxTries: parseTries(values.retry),
    };
    if (posting.headers.some(([name]) => name.toLowerCase() === 'accept')) {
      throw usageError('send chooses Accept by --accept, not by -H');
    }
    const isJson = values.json === true;
    if (accept === 'ndjson') {
      return sendLines(await readBatchFile(source, surroundings.stdin), posting, { ...surroundings, isJson });
    }
    if (accept !== 'json' && accept !== 'xml')
      throw usageError(`--accept is ndjson, json or xml, got "${accept}"`);
    if (posting.maxTries !== undefined) throw usageError('--retry goes with --accept ndjson only');
    const file = await readBatchFile(source, surroundings.stdin);
    return inspectAnswer(file, { ...posting, accept }, { isJson, terminal: surroundings.terminal });
  },
};

type Output = Surroundings & { readonly isJson: boolean };

async function sendLines(
  file: BatchFile,
  posting: Omit<Posting, 'interrupt' | 'onOutcome'>,
  { terminal, write, isJson, catchInterrupt }: Output,
): Promise<CommandResult> {
  const operations = new Map(file.batch.requests.map((operation) => [operation.id, operation]));
  const print = (text: string): void => {
    if (!isJson) write(text);
  };
  const title = `POST ${showUrl(posting.url)}`;
  print(`${terminal.paint('bold', makeSafe(title))}\n`);
  print(`${countOf(operations.size, 'operation')} of ${makeSafe(file.name)}\n\n`);
  let count = 0;
  const interrupt = catchInterrupt();
  try {
    const posted = await postBatch(file, {
      ...posting,
      interrupt,
      onOutcome: (outcome, afterMs) => {
        count += 1;
        const operation = operations.get(outcome.id);
        print(`${formatProgress(outcome, { operation, afterMs }, terminal)}\n`);
      },
    });
    return report(file, posted, { posting, isJson, terminal });
  } catch (error) {
    if (!interrupt.aborted) throw error;
    const open = countOf(operations.size - count, 'operation');
    const told = `interrupted; it is not known whether ${open} ran`;
    return { exitCode: EXIT.interrupted, stdout: '', stderr: `multistatus: ${told}\n` };
  }
}

function report(
  file: BatchFile,
  { result, error, location, ...took }: Posted,
  {
    posting: { url, timeoutMs },
    isJson,
    terminal,
  }: { posting: Pick<Posting, 'url' | 'timeoutMs'>; isJson: boolean; terminal: Surroundings['terminal'] },
): CommandResult {
  const source = showUrl(url);
  if (result !== undefined) {
    const sent = describeSent(result, file.batch, took);
    const exitCode = exitCodeOf(sent);
    if (isJson) return { exitCode, stdout: toSentJson(source, sent, exitCode) };
    return { exitCode, stdout: `\n${formatSent(sent, terminal).join('\n')}\n` };
  }
  const { status, problem, executed = 'unknown' } = error ?? {};
  if (status === undefined) throw inputError(`${source}: ${describeFailure(rootOf(error), timeoutMs)}`);
  const refusal = { status, problem, executed, location };
  if (isJson) return { exitCode: EXIT.invalid, stdout: toRefusalJson(source, refusal, took.totalMs) };
  return { exitCode: EXIT.invalid, stdout: `${formatRefusal(refusal, file.text, terminal).join('\n')}\n` };
}

/** What `fetch` says of a failure is in the cause of its error. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return root;
}

/** `--retry` may stand without its number, which `parseArgs` does not know. */
function fillRetry(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    const isBare = arg === '--retry' && !/^\d+$/.test(args[index + 1] ?? '');
    return isBare ? [`--retry=${DEFAULT_TRIES}`] : [arg];
  });
}

function parseTries(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  throw usageError(`--retry is how often an operation is sent at most, 1 to 99, got "${text}"`);
}
