import assert from 'node:assert/strict';
import type { ConformanceCase, RunningHost, WireAnswer } from '../case.js';
import { postJson } from '../refusal-case.js';

const READ = { method: 'GET', url: '/echo' };
const FORMS = ['application/json', 'application/xml', 'text/xml'] as const;

/** The status and headers of the batch response. */
export const envelopeCases: readonly ConformanceCase[] = [
  {
    id: 'C410',
    level: 'MUST',
    section: 'RFC 4918 §11.1',
    everySetup: true,
    title: 'the response is 207 Multi-Status, regardless of the outcomes',
    async check(host) {
      for (const url of ['/status/200', '/status/404', '/status/500', '/status/302']) {
        const { answer } = await host.batch([{ method: 'GET', url }]);
        assert.equal(answer.statusMessage, 'Multi-Status');
      }
    },
  },
  {
    id: 'C411',
    level: 'MUST',
    section: 'RFC 9110 §12.5.5',
    everySetup: true,
    title: 'Vary names Accept',
    async check(host) {
      for (const answer of await postInEveryForm(host)) assert.deepEqual(varyOf(answer), ['accept']);
    },
  },
  {
    id: 'C412',
    level: 'MUST',
    section: 'RFC 9110 §12.5.5',
    answerHeaders: { vary: 'Origin' },
    title: 'Vary is appended to, not replaced',
    async check(host) {
      for (const answer of await postInEveryForm(host)) {
        assert.deepEqual(varyOf(answer).toSorted(), ['accept', 'origin']);
      }
    },
  },
  {
    id: 'C413',
    level: 'MUST',
    section: 'RFC 9110 §12.5.5',
    answerHeaders: { vary: 'accept' },
    title: 'Vary does not name Accept twice',
    async check(host) {
      for (const answer of await postInEveryForm(host)) assert.deepEqual(varyOf(answer), ['accept']);
    },
  },
  {
    id: 'C414',
    level: 'MUST',
    section: 'docs/reference/wire-format#negotiation',
    everySetup: true,
    title: 'the answer is not to be stored',
    async check(host) {
      for (const answer of await postInEveryForm(host))
        assert.equal(answer.headers['cache-control'], 'no-store');
    },
  },
  {
    id: 'C415',
    level: 'MUST',
    section: 'docs/reference/wire-format#negotiation',
    answerHeaders: { 'cache-control': 'private' },
    title: 'a Cache-Control that was set before stays',
    async check(host) {
      for (const answer of await postInEveryForm(host))
        assert.equal(answer.headers['cache-control'], 'private');
    },
  },
  {
    id: 'C416',
    level: 'MUST',
    section: 'RFC 4918 §13.1',
    everySetup: true,
    title: 'there is no Location, though operations have one',
    async check(host) {
      const requests = [{ method: 'POST', url: '/location?to=/photos/1' }];
      for (const accept of FORMS) {
        assert.equal((await postJson(host, { requests }, { accept })).headers['location'], undefined);
      }
    },
  },
  {
    id: 'C417',
    level: 'MUST',
    section: 'docs/reference/wire-format#a-response',
    title: 'headers of an operation stay with the operation',
    async check(host) {
      const { answer } = await host.batch([{ method: 'GET', url: '/headers' }]);
      for (const name of ['x-one', 'x-several', 'etag', 'retry-after', 'x-hop', 'upgrade', 'trailer']) {
        assert.notEqual(String(answer.headers[name]), name === 'etag' ? '"v1"' : 'c', name);
        if (name !== 'etag') assert.equal(answer.headers[name], undefined, name);
      }
    },
  },
  {
    id: 'C418',
    level: 'MUST',
    section: 'RFC 9112 §6.3',
    title: 'content-length is the length in bytes, also for characters of several bytes',
    async check(host) {
      for (const answer of await postInEveryForm(host, '/as?type=text/plain;charset=utf-8&text=%E2%82%AC')) {
        const announced = answer.headers['content-length'];
        if (announced !== undefined) assert.equal(Number(announced), answer.bytes.length);
      }
    },
  },
  {
    id: 'C419',
    level: 'SHOULD',
    section: 'RFC 9111 §5.2',
    title: 'a refusal is not to be stored either, and depends on Accept',
    async check(host) {
      const answer = await postJson(host, {});
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.deepEqual(varyOf(answer), ['accept']);
    },
  },
];

async function postInEveryForm(host: RunningHost, url = '/echo'): Promise<readonly WireAnswer[]> {
  const answers: WireAnswer[] = [];
  for (const accept of FORMS) {
    const answer = await postJson(host, { requests: [{ ...READ, url }] }, { accept });
    assert.equal(answer.status, 207);
    answers.push(answer);
  }
  return answers;
}

function varyOf(answer: WireAnswer): string[] {
  const value = [answer.headers['vary'] ?? []].flat().join(',');
  return value
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '');
}
