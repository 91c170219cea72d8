/** The exit codes of the command; those from 64 up are of sysexits.h. */
export const EXIT = {
  /** Nothing failed. */
  ok: 0,
  /** The document is in order, and reports at least one failure. */
  failed: 1,
  /** The document is not valid, or there is no 207 at all. */
  invalid: 2,
  /** The command line is wrong. */
  usage: 64,
  /** A file cannot be read, or no server answers. */
  noInput: 66,
  /** A fault of the command itself. */
  internal: 70,
  /** Ctrl-C, as a shell says it: 128 and the number of SIGINT. */
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
