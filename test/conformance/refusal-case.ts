import assert from 'node:assert/strict';
import { assertRefused, type Fault } from './assert-problem.js';
import type { ConformanceCase, HostOptions, RunningHost, WireAnswer } from './case.js';

/** A batch that is JSON and no batch: what it holds, and where its fault has to be shown. */
export interface Refusal {
  readonly id: string;
  readonly title: string;
  readonly level?: 'MUST' | 'SHOULD';
  readonly section?: string;
  /** The body, as a value or as JSON text where a value cannot say it. */
  readonly batch: unknown;
  /** The pointers of which one fault at least has to bear one. */
  readonly at: string | readonly string[];
  readonly code?: string;
  readonly options?: HostOptions;
  readonly everySetup?: boolean;
}

/** Makes a case of a row: 400 `invalid-batch`, the pointer among its errors, and nothing entered. */
export function refusalCase(row: Refusal): ConformanceCase {
  return {
    id: row.id,
    level: row.level ?? 'MUST',
    section: row.section ?? 'README#the-contract',
    title: row.title,
    ...(row.options === undefined ? {} : { options: row.options }),
    ...(row.everySetup === undefined ? {} : { everySetup: row.everySetup }),
    async check(host) {
      const faults = await refusedFaults(host, row.batch);
      // Which characters beyond the necessary ones a pointer percent-encodes is left open (RFC 6901 §6).
      const pointers = [row.at].flat().map(decodeURIComponent);
      const found = faults.find((fault) => pointers.includes(decodeURIComponent(fault.pointer)));
      assert.ok(found, `no fault at ${pointers.join(' or ')} in ${JSON.stringify(faults)}`);
      if (row.code !== undefined) assert.equal(found.code, row.code);
    },
  };
}

/** Posts a batch that has to be refused as `invalid-batch` and gives back the faults that were found. */
export async function refusedFaults(host: RunningHost, batch: unknown): Promise<readonly Fault[]> {
  const problem = assertRefused(host, await postJson(host, batch), [400, 'invalid-batch']);
  const faults = problem.errors ?? [];
  assert.ok(faults.length > 0, 'no fault is named');
  for (const fault of faults) {
    assert.match(fault.pointer, /^#(\/[\x21-\x7e]*)?$/, 'a pointer is a URI fragment (RFC 9457 §3)');
    assert.ok(typeof fault.code === 'string' && fault.code !== '', 'a fault has a code');
    assert.ok(typeof fault.detail === 'string' && fault.detail !== '', 'a fault has a detail');
  }
  return faults;
}

/** Posts a value, or JSON text as it stands, to the batch. */
export function postJson(
  host: RunningHost,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<WireAnswer> {
  return host.exchange({
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
