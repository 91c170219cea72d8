/** The text that `multistatus monitor --help` prints. */
export const MONITOR_HELP = `Follow a batch that a server answers later, by the URL of its monitor.

Examples:
  multistatus monitor https://api.example.com/batch/monitors/WX-3-og939hPe_t0SG
  multistatus monitor -H 'Authorization: Bearer ...' URL
  multistatus monitor --once URL
  multistatus monitor --cancel URL
  multistatus monitor --json URL | jq .counts

Usage:
  multistatus monitor [options] <URL>

The progress is shown on standard error, and the outcomes when the batch has
ended. The monitor is followed by its events (text/event-stream); one without
events is asked from time to time. Lost connections are opened again.

A monitor answers only the client that has sent the batch: use the same
credentials.

Options:
  -H, --header 'N: V'  a header for every request; may be repeated
      --once           show how far the batch is, and do not wait for its end
      --cancel         cancel the batch, and show what became of each operation
      --json           print JSON; the README describes its shape
  -h, --help           print this help

Ctrl-C asks whether to cancel the batch, to leave it running, or to go on;
without a terminal, it leaves the batch running.

Exit codes:
  0    nothing failed; with --cancel: the batch is cancelled, or had ended
  1    an operation failed
  2    there is no such monitor, or it refuses the request
  64   the command line is invalid
  66   the monitor cannot be reached
  75   with --once: the batch has not ended
  130  Ctrl-C, and the batch is left running
`;
