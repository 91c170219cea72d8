import assert from 'node:assert/strict';
import type { ConformanceCase, RunningHost, WireRequest } from '../case.js';

const get = (url: string): { method: string; url: string } => ({ method: 'GET', url });
const HEAD = { method: 'POST', headers: { 'content-type': 'application/json' } };

/** What happens if the client disconnects before the response. */
export const clientAbortCases: readonly ConformanceCase[] = [
  {
    id: 'C560',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-run',
    options: { limits: { concurrency: 2 } },
    comparable: false,
    title: 'running operations see close, and nothing new starts',
    async check(host) {
      const batch = {
        requests: [get('/hangs'), get('/hangs-midway'), get('/echo?never'), get('/echo?never')],
      };
      const gone = new AbortController();
      const exchange = abandoned(host, { ...HEAD, body: JSON.stringify(batch), signal: gone.signal });
      await Promise.all([host.entered('/hangs'), host.entered('/hangs-midway')]);
      gone.abort();
      await exchange;
      await Promise.all([host.closed('/hangs'), host.closed('/hangs-midway')]);
      // After another whole batch, anything that was still to start would have started.
      await host.batch([get('/later?turns=20')]);
      assert.deepEqual(host.urls(), ['/hangs', '/hangs-midway', '/later?turns=20']);
    },
  },
  {
    id: 'C561',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-run',
    comparable: false,
    title: 'if the client leaves before the batch is sent, nothing runs and no one else is affected',
    async check(host) {
      const gone = new AbortController();
      async function* half(): AsyncGenerator<string> {
        yield '{"requests":[{"method":"GET","url":"/echo?never"}]';
        setImmediate(() => gone.abort());
        await new Promise(() => {});
      }
      await abandoned(host, { ...HEAD, body: half(), signal: gone.signal });
      await host.batch([get('/later?turns=20')]);
      assert.deepEqual(host.urls(), ['/later?turns=20']);
    },
  },
  {
    id: 'C562',
    level: 'MUST',
    section: 'RFC 9112 §8',
    comparable: false,
    title: 'a complete batch with too large a content-length counts as cut off, and does not run',
    async check(host) {
      const gone = new AbortController();
      async function* short(): AsyncGenerator<string> {
        yield '{"requests":[{"method":"GET","url":"/echo?never"}]}';
        setImmediate(() => gone.abort());
        await new Promise(() => {});
      }
      const headers = { ...HEAD.headers, 'content-length': '500' };
      await abandoned(host, { ...HEAD, headers, body: short(), signal: gone.signal });
      await host.batch([get('/later?turns=20')]);
      assert.deepEqual(host.urls(), ['/later?turns=20']);
    },
  },
];

async function abandoned(host: RunningHost, request: WireRequest): Promise<void> {
  await assert.rejects(host.exchange(request), { name: 'AbortError' });
}
