#!/usr/bin/env node
import { run } from './run.js';
import { askOn } from './terminal/ask-on.js';
import { createTerminal } from './terminal/terminal.js';

// A reader that stops early, such as head, has all it needs: this is not an error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? process.exitCode : 74);
  });
}

const { stdin, stdout: out, stderr: err, env } = process;
const { exitCode, stdout, stderr } = await run(process.argv.slice(2), {
  stdin,
  terminal: createTerminal({ isTTY: out.isTTY, columns: out.columns, env }),
  write: (text) => void out.write(text),
  writeError: (text) => void err.write(text),
  errorTerminal: err.isTTY ? createTerminal({ isTTY: true, columns: err.columns, env }) : undefined,
  ask: stdin.isTTY && err.isTTY ? askOn(stdin, err) : undefined,
  catchInterrupt: () => {
    const controller = new AbortController();
    process.once('SIGINT', () => controller.abort());
    return controller.signal;
  },
});
// Not process.exit(): it would truncate output to a pipe.
process.exitCode = exitCode;
if (stderr !== undefined) err.write(stderr);
out.write(stdout);
