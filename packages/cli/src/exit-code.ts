/** The exit codes of the command. Those from 64 to 78 are the codes of sysexits.h. */
export const EXIT = {
  /** Nothing failed. */
  ok: 0,
  /** The document is valid, and reports at least one failure. */
  failed: 1,
  /** The document is invalid, or there is no 207. */
  invalid: 2,
  /** The command line is invalid. */
  usage: 64,
  /** A file cannot be read, or the server does not answer. */
  noInput: 66,
  /** A bug in the command itself. */
  internal: 70,
  /** The answer to a batch was lost, and the batch has a key with which it can go on. */
  unfinished: 75,
  /** Ctrl-C, by the convention of shells: 128 plus the number of SIGINT. */
  interrupted: 130,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
