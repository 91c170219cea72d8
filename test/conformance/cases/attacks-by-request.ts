import assert from 'node:assert/strict';
import { assertProblemOutcome, assertRefused } from '../assert-problem.js';
import { get, madeUrl, runBatch, statusesOf, type WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { echoOf } from '../echo-of.js';
import { postJson, refusedFaults } from '../refusal-case.js';

let runs = 0;

/** Attacks by the content of a batch that succeeded against other implementations; each must fail here. */
export const requestAttackCases: readonly ConformanceCase[] = [
  {
    id: 'C965',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-response',
    title:
      'attack: what is wrong with one operation does not shift what is done with the next (CVE-2026-63030)',
    options: { allow: 'not-admin', transaction: 'keeps', limits: { operationTimeoutMs: 500 } },
    async check(host) {
      const kinds: readonly ((at: number) => WrittenOperation)[] = [
        (at) => get(`/echo?${at}`),
        (at) => get(`/admin/${at}`),
        () => ({ method: 'POST', url: '/again', body: { requests: [get('/admin')] } }),
        (at) => get('/echo', { references: [{ at: '/headers/x-a', from: 'source', value: `/body/${at}` }] }),
        (at) => ({ method: 'POST', url: `/status/409?${at}`, atomicityGroup: `g${at}` }),
        () => get('/throws'),
        () => get('$failed/x'),
      ];
      const expected = [200, 403, 403, 424, 409, 500, 424];
      const operations = Array.from({ length: 70 }, (_, at) => ({ id: `op-${at}`, ...kinds[at % 7]!(at) }));
      const { responses } = await host.batch([
        ...operations,
        get(madeUrl({ json: {} }), { id: 'source' }),
        get('/status/404', { id: 'failed' }),
      ]);
      responses.slice(0, 70).forEach((response, at) => {
        assert.equal(response.id, `op-${at}`);
        assert.equal(response.status, expected[at % 7], JSON.stringify(response));
        if (at % 7 === 0) assert.equal(echoOf(response).url, `/echo?${at}`);
      });
      assert.ok(host.urls().every((url) => !url.startsWith('/admin')));
    },
  },
  {
    id: 'C966',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#which-operations-may-run',
    title:
      'attack: one malformed operation among valid ones prevents all of them from running, at any position',
    async check(host) {
      for (const bad of [
        null,
        {},
        { method: 'GET', url: '///' },
        { method: 'GET' },
        get('/echo', { dependsOn: ['?'] }),
      ]) {
        for (const place of [0, 1, 2]) {
          const requests: unknown[] = [get('/echo'), get('/echo')];
          requests.splice(place, 0, bad);
          const faults = await refusedFaults(host, { requests });
          for (const { pointer } of faults) assert.match(pointer, new RegExp(`^#/requests/${place}\\b`));
        }
      }
    },
  },
  {
    id: 'C967',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#who-the-client-is',
    title:
      'attack: an operation says from where it comes (CVE-2022-24112): refused; what the proxy said stays',
    async check(host) {
      for (const name of [
        'x-real-ip',
        'X-Forwarded-For',
        'forwarded',
        'cf-connecting-ip',
        'x-envoy-external-address',
        'x-remote-user',
      ]) {
        await refusedFaults(host, { requests: [get('/echo', { headers: { [name]: '127.0.0.1' } })] });
        const reference = { at: `/headers/${name}`, from: 'a', value: '/body' };
        await refusedFaults(host, {
          requests: [get('/echo', { id: 'a' }), get('/echo', { references: [reference] })],
        });
      }
      const { responses } = await host.batch([get('/echo')], { 'x-real-ip': '192.0.2.1' });
      assert.equal(echoOf(responses[0]).headers['x-real-ip'], '192.0.2.1');
    },
  },
  {
    id: 'C968',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#urls',
    title: 'attack: $id/../../admin is refused as sent, and again once the URL is complete',
    async check(host) {
      const a = { id: 'a', method: 'POST', url: '/location?to=/echo/4' };
      await refusedFaults(host, { requests: [a, get('$a/../../admin')] });
      const { responses } = await host.batch([
        { id: 'up', method: 'POST', url: madeUrl({ json: { up: '..' } }) },
        a,
        get('$a/{v}/{v}/admin', { references: [{ at: '/url/v', from: 'up', value: '/body/up' }] }),
      ]);
      assertProblemOutcome(responses[2], [424, 'reference-unresolved']);
      assert.equal(host.calls(), 2);
    },
  },
  {
    id: 'C969',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#headers-that-an-operation-may-not-set',
    title: 'attack: a header named as a CGI variable (remote_user) becomes no other header',
    async check(host) {
      const headers = { remote_user: 'root', http_x_real_ip: '127.0.0.1' };
      const answer = await postJson(host, { requests: [get('/echo', { headers })] });
      if (answer.status === 400) return assert.equal(host.calls(), 0);
      const { responses } = await host.batch([get('/echo', { headers })]);
      const seen = echoOf(responses[0]).headers;
      for (const name of ['remote-user', 'x-real-ip', 'x_real_ip', 'http-x-real-ip']) {
        assert.equal(seen[name], undefined, name);
      }
    },
  },
  {
    id: 'C970',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#rate-limits',
    title: 'attack: a rate limiter in the app sees every operation, from the true address (CVE-2026-30972)',
    async check(host) {
      const url = `/limited?of=3&run=${runs++}`;
      const { responses, answer } = await runBatch(
        host,
        { execution: 'sequential', requests: Array.from({ length: 6 }, () => get(url)) },
        { 'x-forwarded-for': '192.0.2.7' },
      );
      assert.deepEqual(statusesOf(responses), [200, 200, 200, 429, 429, 429]);
      assert.equal(answer.headers['retry-after'], '30');
      const again = await host.batch([get(url)], { 'x-forwarded-for': '192.0.2.7' });
      assert.deepEqual(statusesOf(again.responses), [429], 'the next batch is counted on');
    },
    comparable: false,
  },
  {
    id: 'C971',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#rate-limits',
    title:
      'attack: 100 guesses of a password in one batch are 100 requests to the limiter, retried groups too',
    options: { transaction: 'keeps' },
    comparable: false,
    async check(host) {
      const url = `/limited?of=5&run=${runs++}`;
      const { document } = await host.batch(Array.from({ length: 100 }, () => ({ method: 'POST', url })));
      assert.equal(document.summary.succeeded, 5);
      const guesses = Array.from({ length: 10 }, () => ({ method: 'POST', url, atomicityGroup: 'g' }));
      assert.equal((await host.batch(guesses)).document.summary.succeeded, 0);
    },
  },
  {
    id: 'C972',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#headers-that-an-operation-may-not-set',
    title:
      'attack: one method in the list and another in a header: overrides are refused (GHSA-vpvj-hfh8-388m)',
    async check(host) {
      for (const name of ['X-HTTP-Method-Override', 'x-http-method', 'x-method-override']) {
        await refusedFaults(host, { requests: [get('/echo', { headers: { [name]: 'DELETE' } })] });
      }
    },
  },
  {
    id: 'C973',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#what-allow-compares',
    title: 'attack: allow gets exactly the URL that the target gets, so that no spelling bypasses it',
    options: { allow: 'not-admin' },
    async check(host) {
      const urls = [
        '/echo/%61dmin',
        '/echo/a?x=/admin',
        '/echo//admin',
        '/echo/a;b',
        '/%61dmin',
        '/ADMIN',
        '/admin%2fx',
        '/admin?x',
        '/admin',
      ];
      await host.batch(urls.map((url) => get(url)));
      assert.deepEqual(
        host.asked(),
        urls.map((url) => `GET ${url}`),
      );
      const refused = new Set(['/admin%2fx', '/admin?x', '/admin']);
      assert.deepEqual(
        host.urls(),
        urls.filter((url) => !refused.has(url)),
      );
    },
  },
  {
    id: 'C974',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-request',
    title: 'attack: too many operations, valid or empty, are refused before any option is called',
    options: { allow: 'all' },
    async check(host) {
      const sound = Array.from({ length: 20_000 }, () => get('/echo'));
      const problem = assertRefused(host, await postJson(host, { requests: sound }), [413, 'limit-exceeded']);
      assert.equal(problem.limit, 'maxOperations');
      const empty = await postJson(host, `{"requests":[${',{}'.repeat(50_000).slice(1)}]}`);
      assert.equal(assertRefused(host, empty, [400, 'invalid-batch']).errors?.length, 1000);
      const commas = await postJson(host, `{"requests":[${','.repeat(50_000)}]}`);
      assertRefused(host, commas, [400, 'malformed-json']);
      assert.deepEqual(host.asked(), []);
    },
  },
  {
    id: 'C975',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#a-batch-inside-a-batch',
    title:
      'attack: a batch in a batch, in a group or by a reference, is refused; a path that looks like it is not',
    options: { transaction: 'keeps' },
    async check(host) {
      const inner = { requests: [get('/echo')] };
      const { responses } = await host.batch([
        { id: 'a', method: 'POST', url: '/location?to=/again/1' },
        { method: 'POST', url: '$a', body: inner },
        { method: 'POST', url: '/again', body: inner, atomicityGroup: 'g' },
        { method: 'POST', url: '/echo', atomicityGroup: 'g' },
        get('/echo/batch'),
        { method: 'POST', url: `/echo${host.endpoint}/`, body: inner },
      ]);
      assert.deepEqual(statusesOf(responses), [201, 403, 403, 424, 200, 200]);
      for (const response of responses.slice(1, 3)) assertProblemOutcome(response, [403, 'nested-batch']);
      assert.ok(!host.urls().includes('/echo'), 'nothing of the inner batch ran');
    },
  },
];
