import assert from 'node:assert/strict';
import { assertProblemOutcome, assertRefused, textOf } from '../assert-problem.js';
import { get, madeUrl, runBatch, statusesOf, type WrittenOperation } from '../batch-requests.js';
import type { ConformanceCase } from '../case.js';
import { echoOf } from '../echo-of.js';
import { refusedFaults } from '../refusal-case.js';

/** Attacks on a running batch that succeeded against other implementations; each must fail here. */
export const runAttackCases: readonly ConformanceCase[] = [
  {
    id: 'C976',
    level: 'MUST',
    section: 'docs/reference/wire-format#references',
    title: 'attack: a reference to many values does not multiply operations',
    async check(host) {
      const many = madeUrl({ json: { ids: [1, 2, 3], all: [{ id: 1 }, { id: 2 }] } });
      const into = (value: string): WrittenOperation =>
        get('/echo/{v}', { references: [{ at: '/url/v', from: 'a', value }] });
      const { responses } = await host.batch([
        get(many, { id: 'a' }),
        ...['/body/ids', '/body/all', '/body/ids/*', '/body/all/*/id', '/body/all/-/id', '/body/ids/0:2'].map(
          into,
        ),
      ]);
      for (const response of responses.slice(1))
        assertProblemOutcome(response, [424, 'reference-unresolved']);
      assert.deepEqual(host.urls(), [many]);
    },
  },
  {
    id: 'C977',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#urls',
    title: 'attack: no Host, X-Forwarded-Host or Location makes an operation leave the process (SSRF)',
    async check(host) {
      const headers = {
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
        forwarded: 'host=evil.example',
      };
      const { responses } = await host.batch(
        [
          get('/echo?1'),
          { id: 'own', method: 'POST', url: '/location?to=http://photos.example/admin' },
          { id: 'evil', method: 'POST', url: '/location?to=http://evil.example/echo/2' },
          get('$own'),
          get('$evil'),
        ],
        headers,
      );
      assert.equal(responses[0]?.status, 200);
      assertProblemOutcome(responses[3], [424, 'reference-unresolved']);
      assert.equal(responses[4]?.status, 200, 'a path of this app, dispatched in the process');
      assert.equal(host.urls().at(-1), '/echo/2');
    },
  },
  {
    id: 'C978',
    level: 'MUST',
    section: 'docs/reference/wire-format#references',
    title: 'attack: a reference is never evaluated as code (CVE-2014-7205), only looked up as a name',
    async check(host) {
      const values = [
        '/body/constructor/constructor',
        '/body/__proto__/polluted',
        '/body/prototype',
        '/body/toString',
        '/body/id.x',
        '/body/id[0]',
        '/body/$.id',
        `/body/$${'{process.exit(1)}'}`,
        '/body/process.exit(1)',
        "/body/'+process.exit(1)+'",
      ];
      const { responses } = await host.batch([
        get(madeUrl({ json: { id: { x: 1 } } }), { id: 'a' }),
        ...values.map((value) => get('/echo/{v}', { references: [{ at: '/url/v', from: 'a', value }] })),
      ]);
      for (const response of responses.slice(1))
        assertProblemOutcome(response, [424, 'reference-unresolved']);
      assert.equal(host.calls(), 1);
    },
  },
  {
    id: 'C979',
    level: 'MUST',
    section: 'docs/reference/wire-format#references',
    title: 'attack: a value that would break out of its segment, header or member stays in it',
    async check(host) {
      const evil = '/../admin?x=1#"}],"a":[{';
      const from = (at: string): unknown => ({ at, from: 'a', value: '/body/v' });
      const { responses } = await host.batch([
        get(madeUrl({ json: { v: evil } }), { id: 'a' }),
        {
          method: 'PUT',
          url: '/echo/{v}',
          body: { v: null, w: 1 },
          references: [from('/url/v'), from('/body/v'), from('/headers/x-v')],
        },
        { method: 'GET', url: '/echo?v={v}', references: [from('/url/v')] },
      ]);
      assertProblemOutcome(responses[1], [424, 'reference-unresolved']);
      assert.equal(echoOf(responses[2]).url, `/echo?v=${encodeURIComponent(evil)}`);
    },
  },
  {
    id: 'C980',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#headers-that-every-operation-inherits',
    title:
      'attack: tokens against forgery, origin and cookies of the batch are those of every operation, and it has no own',
    async check(host) {
      const outer = {
        'x-csrf-token': 'c',
        origin: 'http://photos.example',
        cookie: 'sid=1',
        'sec-fetch-site': 'same-origin',
      };
      const { responses } = await host.batch([{ method: 'POST', url: '/echo' }], outer);
      for (const [name, value] of Object.entries(outer))
        assert.equal(echoOf(responses[0]).headers[name], value);
      host.reset();
      for (const name of ['origin', 'cookie', 'referer', 'sec-fetch-site']) {
        await refusedFaults(host, { requests: [{ method: 'POST', url: '/echo', headers: { [name]: 'x' } }] });
      }
    },
  },
  {
    id: 'C981',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-response',
    title:
      'attack: what one operation does to its request, response and socket no other sees, nor the envelope',
    options: { limits: { concurrency: 1 } },
    async check(host) {
      const { responses, answer } = await host.batch([
        get('/stain', { headers: { 'x-own': '1', 'accept-language': 'pt' } }),
        get('/clean'),
        get('/echo'),
      ]);
      assert.deepEqual(responses[1]?.body, {});
      const seen = echoOf(responses[2]).headers;
      for (const name of ['x-stain', 'x-own', 'accept-language']) assert.equal(seen[name], undefined, name);
      assert.equal(answer.headers['x-stain'], undefined);
      assert.equal(responses[0]?.headers?.['x-stain'], 'response');
      const next = await host.batch([get('/clean')]);
      assert.deepEqual(next.responses[0]?.body, {}, 'nor the next batch');
    },
  },
  {
    id: 'C982',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#what-clients-learn-of-errors',
    title: 'attack: the client sees no error of a target or an option; onError gets all of them',
    options: {
      allow: 'not-admin',
      isSuccess: 'throws',
      transaction: 'rejects-early',
      status: 'throws',
    },
    async check(host) {
      const { answer } = await host.batch([
        get('/throws'),
        get('/throws-text'),
        get('/destroys-with-error'),
        get('/echo'),
        { method: 'POST', url: '/echo', atomicityGroup: 'g' },
      ]);
      assert.doesNotMatch(textOf(answer), /secret-detail|\bat .*\.(ts|js):\d|node_modules|Error:/);
      assert.ok(host.errors().length >= 5, `${host.errors().length} errors`);
    },
  },
  {
    id: 'C983',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#which-operations-may-run',
    title:
      'attack: a policy of the server sees method, URL and headers of every operation, none hidden in the envelope',
    options: { allow: 'not-admin' },
    async check(host) {
      await runBatch(host, {
        execution: 'sequential',
        requests: [
          { method: 'pAtCh', url: '/echo?1', headers: { 'X-Custom': 'a', 'If-Match': '"v"' }, body: {} },
          { method: 'DELETE', url: '/admin/1' },
          get('/echo?2'),
        ],
      });
      assert.deepEqual(host.asked(), [
        'PATCH /echo?1 x-custom if-match content-type',
        'DELETE /admin/1',
        'GET /echo?2',
      ]);
    },
  },
  {
    id: 'C984',
    level: 'MUST',
    section: 'docs/reference/wire-format#the-summary',
    title: 'attack: a failure inside a 207 is counted in the summary and reported to the server, each once',
    async check(host) {
      const { document } = await host.batch([
        get('/status/500', { id: 'a' }),
        get('/echo', { dependsOn: ['a'] }),
        get('/throws'),
        get('/echo-207'),
        get('/echo'),
      ]);
      assert.deepEqual(document.summary, { total: 5, succeeded: 1, failed: 4, other: 0 });
      const told = host.outcomes().map(({ index, result }) => `${index} ${result}`);
      assert.deepEqual(told.toSorted(), ['0 failed', '1 failed', '2 failed', '3 failed', '4 succeeded']);
    },
  },
  {
    id: 'C985',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-endpoint',
    title: 'attack: the host answers ordinary requests after 20 batches as it did before',
    async check(host) {
      const before = await host.exchange({ method: 'OPTIONS' });
      for (let round = 0; round < 20; round += 1)
        await host.batch([get('/echo'), get('/throws'), get('/destroys')]);
      const after = await host.exchange({ method: 'OPTIONS' });
      assert.equal(textOf(after), textOf(before));
      assert.deepEqual({ ...after.headers, date: '' }, { ...before.headers, date: '' });
    },
  },
  {
    id: 'C986',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-run',
    title:
      'attack: a handler that hangs is told by its signal and its response, and costs its slot a bounded time',
    options: { limits: { operationTimeoutMs: 250, concurrency: 2 } },
    async check(host) {
      const { responses } = await host.batch([get('/hangs'), get('/hangs'), get('/echo'), get('/echo')]);
      assert.deepEqual(statusesOf(responses), [504, 504, 200, 200]);
      await Promise.all([host.aborted('/hangs'), host.closed('/hangs')]);
    },
  },
  {
    id: 'C987',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#limits-of-the-run',
    title:
      'attack: when the client goes, running operations and groups are told by their signal, and groups roll back',
    options: { transaction: 'keeps' },
    comparable: false,
    async check(host) {
      const gone = new AbortController();
      const requests = [
        get('/hangs'),
        { method: 'POST', url: '/hangs/member', atomicityGroup: 'g' },
        { method: 'POST', url: '/echo?never', atomicityGroup: 'g' },
        get('/echo?never', { dependsOn: ['0'] }),
      ];
      const exchange = host.exchange({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ requests }),
        signal: gone.signal,
      });
      const ended = assert.rejects(exchange, { name: 'AbortError' });
      await Promise.all([host.entered('/hangs'), host.entered('/hangs/member')]);
      gone.abort();
      await ended;
      await Promise.all(['/hangs', '/hangs/member'].map((path) => host.aborted(path)));
      await host.batch([get('/later?turns=20')]);
      assert.ok(!host.urls().includes('/echo?never'));
      assert.deepEqual(host.transactions(), ['begin g', 'rollback g']);
    },
  },
  {
    id: 'C988',
    level: 'MUST',
    section: 'docs/reference/wire-format#negotiation',
    title: 'attack: XML with entities is 415, and is not read',
    async check(host) {
      const lol =
        '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;&b;&b;</l>';
      for (const type of ['application/xml', 'text/xml', 'application/soap+xml']) {
        const answer = await host.exchange({ method: 'POST', headers: { 'content-type': type }, body: lol });
        assertRefused(host, answer, [415, 'unsupported-media-type']);
      }
    },
  },
  {
    id: 'C989',
    level: 'MUST',
    section: 'docs/reference/limits-and-security#cookies',
    title:
      'attack: a session cookie that an operation sets reaches neither the document nor a reference of another',
    async check(host) {
      const { responses, answer } = await host.batch([
        { id: 'login', method: 'POST', url: '/cookies?backwards=terces' },
        get('/echo', { references: [{ at: '/headers/x-sid', from: 'login', value: '/headers/set-cookie' }] }),
        get('/echo', { dependsOn: ['login'] }),
      ]);
      assert.doesNotMatch(textOf(answer), /sid=secret/);
      assertProblemOutcome(responses[1], [424, 'reference-unresolved']);
      assert.equal(echoOf(responses[2]).headers['cookie'], undefined);
    },
  },
];
