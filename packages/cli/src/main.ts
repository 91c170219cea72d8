#!/usr/bin/env node
import { run } from './run.js';
import { createTerminal } from './terminal/terminal.js';

// A reader that stops early, such as head, has all it needs: this is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? process.exitCode : 74);
  });
}

const { isTTY, columns } = process.stdout;
const { exitCode, stdout, stderr } = await run(process.argv.slice(2), {
  stdin: process.stdin,
  terminal: createTerminal({ isTTY, columns, env: process.env }),
  write: (text) => void process.stdout.write(text),
  catchInterrupt: () => {
    const controller = new AbortController();
    process.once('SIGINT', () => controller.abort());
    return controller.signal;
  },
});
// Not process.exit(): it would truncate output to a pipe.
process.exitCode = exitCode;
if (stderr !== undefined) process.stderr.write(stderr);
process.stdout.write(stdout);
