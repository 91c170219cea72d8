import type { Multistatus } from '@multistatus/document';
import { toJsonText } from '@multistatus/document';
import { toXmlText } from '@multistatus/document/xml-writer';
import type { Command } from '../command.js';
import { usageError } from '../command-error.js';
import { readDocument } from '../document/read-document.js';
import { EXIT } from '../exit-code.js';
import { looksLikeHar } from '../har/read-har.js';
import { formatFindings } from '../inspect/format-findings.js';
import { parseCommandLine } from '../parse-command-line.js';
import { readInput } from '../read-input.js';
import { makeJsonSafe, makeSafe, makeXmlSafe } from '../terminal/make-safe.js';
import { createTerminal } from '../terminal/terminal.js';
import { CONVERT_HELP } from './convert-help.js';
import { findLosses } from './find-losses.js';

const OPERATIONS_PATH = '/operations/';
// What goes to the standard error is read by whoever reads the other; it is kept plain.
const PLAIN = createTerminal({ isTTY: false, columns: undefined, env: {} });

/** `multistatus convert`: writes a 207 in the other format, and says what it could not take along. */
export const convertCommand: Command = {
  name: 'convert',
  summary: 'write a 207 as JSON or as XML',
  help: CONVERT_HELP,
  async run(args, { stdin }) {
    const { positionals, values } = parseCommandLine('convert', args, { to: { type: 'string' } });
    const { to } = values;
    const [source, ...others] = positionals;
    if (to !== 'json' && to !== 'xml') throw usageError('convert needs --to json or --to xml');
    if (source === undefined || others.length > 0) {
      throw usageError(`convert takes one file, or - for the standard input, got ${positionals.length}`);
    }
    const { reading, format, findings, text } = await readDocument(await readInput(source, stdin), undefined);
    if (reading === undefined || format === undefined) {
      const hint = looksLikeHar(text) ? 'A HAR is for multistatus inspect.\n' : '';
      const lines = formatFindings(findings.slice(0, 1), PLAIN).join('\n');
      return {
        exitCode: EXIT.invalid,
        stdout: '',
        stderr: `${name(source)} is no 207 document.\n${lines}\n${hint}`,
      };
    }
    const written = write(reading.document, to);
    const cut = findings
      .filter(({ rule }) => rule === 'truncated')
      .map(({ message }) => `the source is truncated: ${message}`);
    const losses = [
      ...cut,
      ...findLosses({ text, format, document: reading.document }, { text: written, format: to }),
    ];
    const stderr = losses.map((loss) => `lost: ${makeSafe(loss)}\n`).join('');
    return { exitCode: cut.length > 0 ? EXIT.invalid : EXIT.ok, stdout: written, stderr };
  },
};

function write(document: Multistatus, to: 'json' | 'xml'): string {
  if (to === 'xml') return `${makeXmlSafe(toXmlText(document, { operationsPath: OPERATIONS_PATH }))}\n`;
  // As it is written: to parse it for its looks would round the numbers of bodies.
  return `${makeJsonSafe(toJsonText(document))}\n`;
}

function name(source: string): string {
  return source === '-' ? 'The standard input' : makeSafe(source);
}
