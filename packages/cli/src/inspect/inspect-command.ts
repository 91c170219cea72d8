import type { Command } from '../command.js';
import { INSPECT_HELP } from './inspect-help.js';

/** `multistatus inspect`: shows the result of each resource in a 207, and what is wrong with the document. */
export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'show what a 207 reports, and what is wrong with it',
  help: INSPECT_HELP,
  async run(args, context) {
    const { runInspect } = await import('./run-inspect.js');
    return runInspect(args, context);
  },
};
