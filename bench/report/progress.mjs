/**
 * Says on standard error where a suite has come to: on one line that changes if that is a terminal, else line by line.
 *
 * @param {string} suite
 */
export function toProgress(suite) {
  const { stderr } = process;
  const started = performance.now();
  return {
    /** @param {string} message */
    tell(message) {
      const seconds = ((performance.now() - started) / 1_000).toFixed(0);
      const line = `${suite}, ${seconds} s: ${message}`;
      stderr.write(stderr.isTTY ? `\r\x1b[K${line.slice(0, stderr.columns - 1)}` : `${line}\n`);
    },
    /** Takes the line away. */
    end() {
      if (stderr.isTTY) stderr.write('\r\x1b[K');
    },
  };
}
