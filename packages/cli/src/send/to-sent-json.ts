import { EXIT, type ExitCode } from '../exit-code.js';
import { JSON_VERSION } from '../inspect/to-json.js';
import { makeJsonSafe } from '../terminal/make-safe.js';
import type { SentReport } from './describe-sent.js';
import type { Refusal } from './format-refusal.js';

/** Returns the output of `send --json` for a batch with outcomes. The README describes each member. */
export function toSentJson(url: string, sent: SentReport, exitCode: ExitCode): string {
  const { counts, responses, isReplayed } = sent;
  return toText({ ...aboutOf(url, sent, exitCode), isReplayed, refusal: null, counts, responses });
}

/** Returns the output of `send --json` for a batch without outcomes. */
export function toRefusalJson(
  url: string,
  {
    status,
    executed,
    problem,
    error,
    location,
  }: Pick<Refusal, 'executed' | 'problem' | 'error' | 'location'> & { readonly status: number | undefined },
  { exitCode, ...sending }: Sending & { readonly exitCode: ExitCode },
): string {
  return toText({
    ...aboutOf(url, sending, exitCode),
    isReplayed: false,
    refusal: {
      status: status ?? null,
      executed,
      location: location ?? null,
      problem: problem ?? null,
      error: error ?? null,
    },
    counts: null,
    responses: [],
  });
}

/** Returns the output of `send --json` for a batch that was taken, and is not followed. */
export function toTakenJson(url: string, sending: Sending): string {
  const about = aboutOf(url, sending, EXIT.ok);
  return toText({ ...about, isReplayed: false, refusal: null, counts: null, responses: [] });
}

type Sending = Pick<SentReport, 'totalMs' | 'key' | 'monitor'>;

function aboutOf(url: string, { totalMs, key, monitor }: Sending, exitCode: ExitCode): object {
  return {
    ...{ version: JSON_VERSION, url, exitCode, totalMs },
    ...{ idempotencyKey: key ?? null, monitor: monitor ?? null },
  };
}

function toText(shape: object): string {
  return `${makeJsonSafe(JSON.stringify(shape, null, 2))}\n`;
}
