import assert from 'node:assert/strict';
import { textOf } from './assert-problem.js';
import type { JsonResponse, RunningHost, WireAnswer, WireRequest } from './case.js';

/** The media type of lines. */
export const JSONL = 'application/jsonl';

/** A line of an answer: a response, or the summary at the end. */
export type Line = JsonResponse & { readonly index: number };

/** An answer in lines. */
export interface LinesAnswer {
  readonly answer: WireAnswer;
  /** In the order of their indexes. */
  readonly responses: readonly Line[];
  /** Their indexes in the order in which they were sent. */
  readonly order: readonly number[];
}

/** A line as a case writes it down: a value, or its text. */
export type Sent = string | object;

/** Posts lines. */
export async function send(
  host: RunningHost,
  lines: readonly Sent[] | WireRequest['body'],
  headers: WireRequest['headers'] = {},
): Promise<WireAnswer> {
  const body = Array.isArray(lines) ? toText(lines as readonly Sent[]) : (lines as WireRequest['body']);
  return host.exchange({ method: 'POST', headers: { 'content-type': JSONL, ...headers }, body: body ?? '' });
}

function toText(lines: readonly Sent[]): string {
  return lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
}

/** Sends lines, and expects an answer in lines. */
export async function runLines(
  host: RunningHost,
  lines: readonly Sent[] | WireRequest['body'],
  headers: WireRequest['headers'] = {},
): Promise<LinesAnswer> {
  const answer = await send(host, lines, headers);
  assert.equal(answer.status, 207, textOf(answer));
  const all = textOf(answer)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const sent = all.slice(0, -1);
  const { summary } = all.at(-1) as unknown as { summary: { total: number } };
  assert.equal(summary.total, sent.length);
  return {
    answer,
    responses: sent.toSorted((one, other) => one.index - other.index),
    order: sent.map(({ index }) => index),
  };
}

/** Returns the responses of an answer in lines, in the order of their indexes. */
export function linesOf(answer: WireAnswer): Line[] {
  const lines = textOf(answer).trimEnd().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Line).toSorted((one, other) => one.index - other.index);
}
