import type { Command } from '../command.js';
import { PROBE_HELP } from './probe-help.js';

/** `multistatus probe`: shows how a server, and the proxies before it, handle 207. */
export const probeCommand: Command = {
  name: 'probe',
  summary: 'show how a server and its proxies handle 207',
  help: PROBE_HELP,
  async run(args, context) {
    const { runProbe } = await import('./run-probe.js');
    return runProbe(args, context);
  },
};
