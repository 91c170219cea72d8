import assert from 'node:assert/strict';
import { assertRefused, type Fault } from './assert-problem.js';
import type { ConformanceCase, HostOptions, RunningHost, WireAnswer } from './case.js';

/** JSON that is not a valid batch: its content, and the pointer of its issue. */
export interface Refusal {
  readonly id: string;
  readonly title: string;
  readonly level?: 'MUST' | 'SHOULD';
  /** Where the rule is stated. @defaultValue the explanation of `code` */
  readonly section?: string;
  /** The body, as a value, or as JSON text if no value can express it. */
  readonly batch: unknown;
  /** At least one issue must have one of these pointers. */
  readonly at: string | readonly string[];
  readonly code?: string;
  readonly options?: HostOptions;
  readonly everySetup?: boolean;
}

/** Creates a case from a row: 400 `invalid-batch` with the pointer among its errors, and nothing dispatched. */
export function refusalCase(row: Refusal): ConformanceCase {
  return {
    id: row.id,
    level: row.level ?? 'MUST',
    section: row.section ?? sectionOf(row.code),
    title: row.title,
    ...(row.options === undefined ? {} : { options: row.options }),
    ...(row.everySetup === undefined ? {} : { everySetup: row.everySetup }),
    async check(host) {
      const faults = await refusedFaults(host, row.batch);
      // A pointer may percent-encode more characters than it must (RFC 6901 §6).
      const pointers = [row.at].flat().map(decodeURIComponent);
      const found = faults.find((fault) => pointers.includes(decodeURIComponent(fault.pointer)));
      assert.ok(found, `no issue at ${pointers.join(' or ')} in ${JSON.stringify(faults)}`);
      if (row.code !== undefined) assert.equal(found.code, row.code);
    },
  };
}

/** Returns where a code is explained. A problem type has the same name as two of them, and stands before them on the page. */
function sectionOf(code: string | undefined): string {
  if (code === undefined) return 'docs/reference/wire-format#members-of-an-operation';
  const isSlug = code === 'method-not-allowed' || code === 'not-allowed';
  return `docs/reference/problems#${code}${isSlug ? '-1' : ''}`;
}

/** Posts a batch that must be refused as `invalid-batch`, and returns its errors. */
export async function refusedFaults(host: RunningHost, batch: unknown): Promise<readonly Fault[]> {
  const problem = assertRefused(host, await postJson(host, batch), [400, 'invalid-batch']);
  const faults = problem.errors ?? [];
  assert.ok(faults.length > 0, 'no issue is named');
  for (const fault of faults) {
    assert.match(fault.pointer, /^#(\/[\x21-\x7e]*)?$/, 'a pointer is a URI fragment (RFC 9457 §3)');
    assert.ok(typeof fault.code === 'string' && fault.code !== '', 'a fault has a code');
    assert.ok(typeof fault.detail === 'string' && fault.detail !== '', 'a fault has a detail');
  }
  return faults;
}

/** Posts a value, or JSON text unchanged, to the batch. */
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
