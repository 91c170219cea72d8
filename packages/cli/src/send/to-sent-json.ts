import { EXIT, type ExitCode } from '../exit-code.js';
import { JSON_VERSION } from '../inspect/to-json.js';
import { makeJsonSafe } from '../terminal/make-safe.js';
import type { SentReport } from './describe-sent.js';
import type { Refusal } from './format-refusal.js';

/** Returns the output of `send --json` for a batch with outcomes. The README describes each member. */
export function toSentJson(url: string, sent: SentReport, exitCode: ExitCode): string {
  const { totalMs, counts, responses } = sent;
  return toText({ version: JSON_VERSION, url, exitCode, totalMs, refusal: null, counts, responses });
}

/** Returns the output of `send --json` for a batch that was refused. */
export function toRefusalJson(url: string, refusal: Refusal, totalMs: number): string {
  const { status, executed, problem = null, location = null } = refusal;
  return toText({
    version: JSON_VERSION,
    url,
    exitCode: EXIT.invalid,
    totalMs,
    refusal: { status, executed, location, problem },
    counts: null,
    responses: [],
  });
}

function toText(shape: object): string {
  return `${makeJsonSafe(JSON.stringify(shape, null, 2))}\n`;
}
