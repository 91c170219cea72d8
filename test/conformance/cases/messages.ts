import assert from 'node:assert/strict';
import { madeUrl, runBatch } from '../batch-requests.js';
import type { ConformanceCase, HostOptions } from '../case.js';
import { refusedFaults } from '../refusal-case.js';

const READ = { method: 'GET', url: '/echo' };
const ENVELOPE = '{ "requests": [{ "method": "GET", "url": "/photos/7" }] }';
const MEMBERS = 'The members are execution, onError, requests';
const OPERATION_MEMBERS =
  'he members are id, method, url, headers, body, bodyEncoding, dependsOn, atomicityGroup, references';
const TWICE = 'this string contains JSON, so the value was probably encoded twice';

/** A batch that is refused, and the detail of each issue by its pointer: exactly these issues, in any order. */
interface Explanation {
  readonly id: string;
  readonly title: string;
  readonly batch: unknown;
  readonly options?: HostOptions;
  readonly details: Readonly<Record<string, string>>;
}

const EXPLANATIONS: readonly Explanation[] = [
  {
    id: 'C1202',
    title: 'an array in place of the batch: the issue shows the envelope',
    batch: [READ],
    details: { '#': `Must be of type object, as in ${ENVELOPE}` },
  },
  {
    id: 'C1203',
    title: 'an operation in place of the batch: the issues show the envelope and the members of a batch',
    batch: READ,
    details: {
      '#/requests': `The member requests is required, as in ${ENVELOPE}`,
      '#/method': 'There is no such member; the members are execution, onError, requests',
      '#/url': 'There is no such member; the members are execution, onError, requests',
    },
  },
  {
    id: 'C1204',
    title: 'a misspelt member of the batch: the right name is suggested, then all are listed',
    batch: { request: [READ] },
    details: {
      '#/requests': `The member requests is required, as in ${ENVELOPE}`,
      '#/request': `There is no such member; did you mean requests? ${MEMBERS}`,
    },
  },
  {
    id: 'C1205',
    title: 'misspelt members of an operation: the right name is suggested, then all are listed',
    batch: { requests: [{ ...READ, header: {}, dependson: [], uri: '/', retries: 3 }] },
    details: {
      '#/requests/0/header': `There is no such member; did you mean headers? T${OPERATION_MEMBERS}`,
      '#/requests/0/dependson': `There is no such member; did you mean dependsOn? T${OPERATION_MEMBERS}`,
      '#/requests/0/uri': `There is no such member; did you mean url? T${OPERATION_MEMBERS}`,
      '#/requests/0/retries': `There is no such member; t${OPERATION_MEMBERS}`,
    },
  },
  {
    id: 'C1206',
    title: 'an unknown member of a reference: the members of references are listed',
    batch: {
      requests: [
        { ...READ, id: 'a' },
        { method: 'GET', url: '/{n}', references: [{ at: '/url/n', from: 'a', value: '/status', path: '' }] },
      ],
    },
    details: {
      '#/requests/1/references/0/path': 'There is no such member; the members are at, from, value',
    },
  },
  {
    id: 'C1207',
    title: 'a batch that is a string with JSON: the issue says that it was encoded twice',
    batch: JSON.stringify(JSON.stringify({ requests: [READ] })),
    details: { '#': `Must be of type object; ${TWICE}` },
  },
  {
    id: 'C1208',
    title: 'an operation or headers that are strings with JSON: the issues say that they were encoded twice',
    batch: {
      requests: [JSON.stringify(READ), { ...READ, headers: '{"a":"b"}' }, { ...READ, headers: '{a}' }],
    },
    details: {
      '#/requests/0': `Must be of type object; ${TWICE}`,
      '#/requests/1/headers': `Must be of type object; ${TWICE}`,
      '#/requests/2/headers': 'Must be of type object',
    },
  },
  {
    id: 'C1209',
    title: 'a header that an operation may not set: the issue says why',
    batch: {
      requests: [
        {
          ...READ,
          headers: {
            host: 'a',
            cookie: 'a=b',
            'x-forwarded-for': '::1',
            'transfer-encoding': 'chunked',
            'content-length': '0',
            'x-tenant': '7',
            'x-debug': '1',
          },
        },
      ],
    },
    options: { headers: { inherit: ['x-tenant'], deny: ['x-debug'] } },
    details: Object.fromEntries(
      [
        ['host', '; it inherits that of the batch request'],
        ['cookie', '; it inherits that of the batch request'],
        ['x-forwarded-for', ': proxies write it, and operations inherit that of the batch request'],
        ['transfer-encoding', ': it applies to one connection only'],
        ['content-length', ''],
        ['x-tenant', '; it inherits that of the batch request'],
        ['x-debug', ': this server denies it'],
      ].map(([name, reason]) => [
        `#/requests/0/headers/${name}`,
        `An operation may not set this header${reason}`,
      ]),
    ),
  },
  {
    id: 'C1210',
    title: 'a header that a reference may not set',
    batch: {
      requests: [
        { ...READ, id: 'a' },
        { ...READ, references: [{ at: '/headers/cookie', from: 'a', value: '/body/x' }] },
      ],
    },
    details: { '#/requests/1/references/0/at': 'A reference may not set this header' },
  },
];

/** The texts of issues and responses. */
export const messageCases: readonly ConformanceCase[] = [
  ...EXPLANATIONS.map(
    ({ id, title, batch, options, details }): ConformanceCase => ({
      id,
      level: 'SHOULD',
      section: 'docs/reference/problems#codes-of-issues',
      title,
      ...(options === undefined ? {} : { options }),
      async check(host) {
        const faults = await refusedFaults(host, batch);
        assert.deepEqual(Object.fromEntries(faults.map(({ pointer, detail }) => [pointer, detail])), details);
      },
    }),
  ),
  {
    id: 'C1211',
    level: 'SHOULD',
    section: 'docs/reference/wire-format#a-response',
    title: 'a body that is a string with JSON runs; if it is refused, its response has a hint',
    async check(host) {
      const twice = JSON.stringify({ a: 1 });
      const post = (status: number, body: unknown, headers = {}): object => ({
        method: 'POST',
        url: madeUrl({ status }),
        headers,
        body,
      });
      const { responses } = await runBatch(host, {
        requests: [
          post(400, twice),
          post(422, twice, { 'content-type': 'application/merge-patch+json' }),
          post(200, twice),
          post(404, twice),
          post(400, { a: 1 }),
          post(400, 'a'),
          post(400, twice, { 'content-type': 'text/plain' }),
        ],
      });
      const hint =
        'The body of this operation is a string that contains JSON, so it was probably encoded twice';
      assert.deepEqual(
        responses.map(({ status, description }) => [status, description]),
        [
          [400, hint],
          [422, hint],
          [200, undefined],
          [404, undefined],
          [400, undefined],
          [400, undefined],
          [400, undefined],
        ],
      );
    },
  },
];
