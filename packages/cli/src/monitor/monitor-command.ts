import type { Command } from '../command.js';
import { MONITOR_HELP } from './monitor-help.js';

/** `multistatus monitor`: follows, shows or cancels a batch that a server answers later. */
export const monitorCommand: Command = {
  name: 'monitor',
  summary: 'follow or cancel a batch that is answered later',
  help: MONITOR_HELP,
  async run(args, context) {
    const { runMonitor } = await import('./run-monitor.js');
    return runMonitor(args, context);
  },
};
