import type { Command } from '../command.js';
import { SEND_HELP } from './send-help.js';

/** `multistatus send`: sends a batch, shows each outcome as it arrives, and explains the failures. */
export const sendCommand: Command = {
  name: 'send',
  summary: 'send a batch, and show each outcome as it arrives',
  help: SEND_HELP,
  async run(args, context) {
    const { runSend } = await import('./run-send.js');
    return runSend(args, context);
  },
};
