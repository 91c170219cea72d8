import { type FoundExchanges, inspectExchange, readExchanges } from '@multistatus/inspect';
import { countOf } from '@multistatus/wire';
import type { CommandContext, CommandResult } from '../command.js';
import { usageError } from '../command-error.js';
import { EXIT } from '../exit-code.js';
import { decompress } from '../http/decode-content.js';
import { followRedirects } from '../http/follow-redirects.js';
import {
  isUrl,
  parseRequest,
  parseUrl,
  REQUEST_OPTIONS,
  type RequestOptions,
} from '../http/parse-request.js';
import { showUrl } from '../http/send-request.js';
import { toExchange } from '../http/to-exchange.js';
import { parseCommandLine } from '../parse-command-line.js';
import { readInput } from '../read-input.js';
import { makeSafe } from '../terminal/make-safe.js';
import { exitCodeOf } from './exit-code-of.js';
import { formatInspection } from './format-inspection.js';
import { toInspectionJson } from './to-json.js';

/** Runs `multistatus inspect`: shows the result of each resource in a 207, and what is wrong with the document. */
export async function runInspect(args: readonly string[], context: CommandContext): Promise<CommandResult> {
  const { positionals, values } = parseCommandLine('inspect', args, {
    json: { type: 'boolean' },
    ...REQUEST_OPTIONS,
  });
  const [source, ...others] = positionals;
  if (source === undefined) throw usageError('inspect needs a file, a URL, or - for standard input');
  if (others.length > 0) throw usageError(`inspect takes one source, got ${positionals.length}`);
  const content = isUrl(source)
    ? await request(source, values, context)
    : await readFile(source, values, context);
  const shown = isUrl(source) ? showUrl(parseUrl(source)) : source === '-' ? 'standard input' : source;
  return report(shown, content, { isJson: values.json === true, terminal: context.terminal });
}

async function request(
  source: string,
  options: RequestOptions,
  context: CommandContext,
): Promise<FoundExchanges> {
  const body = await readData(options.data, context);
  const followed = await followRedirects(parseRequest(parseUrl(source), options, body));
  return { exchanges: [toExchange(followed)], capturedTotal: undefined };
}

async function readFile(
  source: string,
  options: RequestOptions,
  context: CommandContext,
): Promise<FoundExchanges> {
  const misplaced = Object.keys(REQUEST_OPTIONS).find((name) => Object.hasOwn(options, name));
  if (misplaced !== undefined) throw usageError(`--${misplaced} requires a URL, but "${source}" is not one`);
  return readExchanges(await readInput(source, context.stdin), { decompress });
}

/** As in curl, `@name` means the content of a file, and `@-` standard input. */
async function readData(
  data: string | undefined,
  { stdin }: CommandContext,
): Promise<Uint8Array | undefined> {
  if (data === undefined) return undefined;
  return data.startsWith('@') ? readInput(data.slice(1), stdin) : new TextEncoder().encode(data);
}

async function report(
  source: string,
  { exchanges, capturedTotal }: FoundExchanges,
  { isJson, terminal }: { isJson: boolean; terminal: CommandContext['terminal'] },
): Promise<CommandResult> {
  const inspections = await Promise.all(exchanges.map((exchange) => inspectExchange(exchange)));
  const exitCode = exitCodeOf(inspections);
  if (isJson) return { exitCode, stdout: toInspectionJson(source, inspections, exitCode) };
  if (inspections.length === 0) {
    const stdout = `There is no 207 in ${makeSafe(source)}, which contains ${countOf(capturedTotal ?? 0, 'exchange')}.\n`;
    return { exitCode: EXIT.invalid, stdout };
  }
  const intro =
    capturedTotal === undefined
      ? []
      : [
          `${makeSafe(source)}: ${countOf(capturedTotal, 'exchange')}, ${inspections.length} of them with a 207`,
          '',
        ];
  const blocks = inspections.map((inspection) => formatInspection(inspection, source, terminal).join('\n'));
  return { exitCode, stdout: `${[...intro, blocks.join('\n\n')].join('\n')}\n` };
}
