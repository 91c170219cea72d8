import type { ExitCode } from '../exit-code.js';
import { JSON_VERSION } from '../inspect/to-json.js';
import { makeJsonSafe } from '../terminal/make-safe.js';
import type { SentReport } from './describe-sent.js';
import type { Refusal } from './format-refusal.js';

/** Returns the output of `send --json` for a batch with outcomes. The README describes each member. */
export function toSentJson(url: string, sent: SentReport, exitCode: ExitCode): string {
  const { totalMs, counts, responses, key = null, isReplayed } = sent;
  const about = { version: JSON_VERSION, url, exitCode, totalMs, idempotencyKey: key, isReplayed };
  return toText({ ...about, refusal: null, counts, responses });
}

/** Returns the output of `send --json` for a batch without outcomes. */
export function toRefusalJson(
  url: string,
  { status, executed, problem, location }: Omit<Refusal, 'status'> & { readonly status: number | undefined },
  { exitCode, totalMs, key }: Pick<SentReport, 'totalMs' | 'key'> & { readonly exitCode: ExitCode },
): string {
  return toText({
    version: JSON_VERSION,
    url,
    exitCode,
    totalMs,
    idempotencyKey: key ?? null,
    isReplayed: false,
    refusal: {
      status: status ?? null,
      executed,
      location: location ?? null,
      problem: problem ?? null,
    },
    counts: null,
    responses: [],
  });
}

function toText(shape: object): string {
  return `${makeJsonSafe(JSON.stringify(shape, null, 2))}\n`;
}
