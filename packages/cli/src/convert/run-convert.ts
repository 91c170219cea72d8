import type { Multistatus } from '@multistatus/document';
import { toJsonText } from '@multistatus/document';
import { looksLikeHar, readDocument } from '@multistatus/inspect';
import type { CommandContext, CommandResult } from '../command.js';
import { usageError } from '../command-error.js';
import { EXIT } from '../exit-code.js';
import { formatFindings } from '../inspect/format-findings.js';
import { parseCommandLine } from '../parse-command-line.js';
import { readInput } from '../read-input.js';
import { makeJsonSafe, makeSafe, makeXmlSafe } from '../terminal/make-safe.js';
import { createTerminal } from '../terminal/terminal.js';
import { answerToMultipart } from './answer-to-multipart.js';
import { convertBatch } from './convert-batch.js';
import { findLosses } from './find-losses.js';

const OPERATIONS_PATH = '/operations/';
// For standard error, which is never coloured or wrapped.
const PLAIN_TERMINAL = createTerminal({ isTTY: false, columns: undefined, env: {} });

type Target = 'json' | 'xml' | 'multipart';

/** Runs `multistatus convert`: converts a 207 or a batch to another format, and reports what was lost. */
export async function runConvert(args: readonly string[], { stdin }: CommandContext): Promise<CommandResult> {
  const { positionals, values } = parseCommandLine('convert', args, { to: { type: 'string' } });
  const { to } = values;
  const [source, ...others] = positionals;
  if (to !== 'json' && to !== 'xml' && to !== 'multipart') {
    throw usageError('convert needs --to json, --to xml or --to multipart');
  }
  if (source === undefined || others.length > 0) {
    throw usageError(`convert takes one file, or - for standard input, got ${positionals.length}`);
  }
  const input = await readInput(source, stdin);
  const batch = await convertBatch(input, to);
  if (batch !== undefined) return batch;
  const document = await readDocument(input, undefined);
  const { reading, format, text, shortfall } = document;
  const isFaulty = document.unreadable.length > 0 || (shortfall && shortfall.finding.rule !== 'truncated');
  if (reading === undefined || format === undefined || isFaulty === true) {
    const hint = looksLikeHar(text) ? 'Use multistatus inspect for a HAR.\n' : '';
    const errors = document.findings.filter(({ level }) => level === 'error');
    const [first] = shortfall === undefined ? errors : [shortfall.finding];
    const lines = formatFindings(first === undefined ? [] : [first], PLAIN_TERMINAL).join('\n');
    return {
      exitCode: EXIT.invalid,
      stdout: '',
      stderr: `${sourceName(source)} is not a 207 document.\n${lines}\n${hint}`,
    };
  }
  const result = await write(reading.document, to);
  const truncations =
    shortfall === undefined ? [] : [`the source is truncated: ${shortfall.finding.message}`];
  const losses = [
    ...truncations,
    ...(await findLosses({ text, format, document: reading.document }, { output: result, format: to })),
  ];
  const stderr = losses.map((loss) => `lost: ${makeSafe(loss)}\n`).join('');
  return { exitCode: truncations.length > 0 ? EXIT.invalid : EXIT.ok, stdout: result, stderr };
}

async function write(document: Multistatus, to: Target): Promise<string | Uint8Array> {
  if (to === 'multipart') return answerToMultipart(document);
  if (to === 'xml') {
    const { toXmlText } = await import('@multistatus/document/xml-writer');
    return `${makeXmlSafe(toXmlText(document, { operationsPath: OPERATIONS_PATH }))}\n`;
  }
  // Not reformatted: parsing it would round large numbers in bodies.
  return `${makeJsonSafe(toJsonText(document))}\n`;
}

function sourceName(source: string): string {
  return source === '-' ? 'Standard input' : makeSafe(source);
}
