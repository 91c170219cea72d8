import { createInterface } from 'node:readline';

/** Returns a function that asks a question on a terminal. See `CommandContext.ask`. */
export function askOn(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): (question: string, signal: AbortSignal) => Promise<string | undefined> {
  return (question, signal) =>
    new Promise((resolve) => {
      // Without `terminal`, Ctrl-C stays a signal of the process.
      const lines = createInterface({ input, output, terminal: false });
      const end = (line: string | undefined): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(line);
        lines.close(); // emits `close`, after which nothing is resolved any more
      };
      const onAbort = (): void => {
        output.write('\n');
        end(undefined);
      };
      lines.once('line', end);
      lines.once('close', () => end(undefined));
      signal.addEventListener('abort', onAbort);
      output.write(question);
      if (signal.aborted) onAbort();
    });
}
