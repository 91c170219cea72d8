import type { Command } from '../command.js';
import { CONVERT_HELP } from './convert-help.js';

/** `multistatus convert`: converts a 207 or a batch to another format, and reports what was lost. */
export const convertCommand: Command = {
  name: 'convert',
  summary: 'convert a 207 to JSON, XML or multipart',
  help: CONVERT_HELP,
  async run(args, context) {
    const { runConvert } = await import('./run-convert.js');
    return runConvert(args, context);
  },
};
