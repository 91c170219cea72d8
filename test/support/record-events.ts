import type { IncomingMessage, ServerResponse } from 'node:http';

const REQUEST_EVENTS = ['end', 'close', 'error', 'aborted', 'pause', 'resume', 'timeout'];
const RESPONSE_EVENTS = [
  'finish',
  'close',
  'error',
  'aborted',
  'prefinish',
  'drain',
  'pipe',
  'unpipe',
  'timeout',
];

/** The events of an exchange so far. */
export interface Recording {
  readonly log: string[];
  /** Resolves once both messages have closed. */
  readonly closed: Promise<unknown>;
}

/** Records the events of a request and its response in a log, one line per event, in order. */
export function recordEvents(req: IncomingMessage, res: ServerResponse): Recording {
  const log: string[] = [];
  watch(req, 'req', { events: REQUEST_EVENTS, log });
  watch(res, 'res', { events: RESPONSE_EVENTS, log });
  return { log, closed: Promise.all([closeOf(req), closeOf(res)]) };
}

function watch(
  emitter: NodeJS.EventEmitter,
  name: string,
  { events, log }: { events: readonly string[]; log: string[] },
): void {
  for (const event of events) {
    emitter.on(event, (...details: unknown[]) => {
      log.push(event === 'error' ? `${name} error ${describe(details[0])}` : `${name} ${event}`);
    });
  }
}

function describe(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return code ?? String(message);
}

/** Unlike `once()` of `node:events`, keeps waiting after an error. */
function closeOf(emitter: NodeJS.EventEmitter): Promise<void> {
  return new Promise((resolve) => void emitter.once('close', resolve));
}
