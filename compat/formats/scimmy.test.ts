import { describe, expect, test } from '@jest/globals';
import { type BulkAnswer, sendBulk, servers } from './scim-server.js';

const SCHEMAS = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'];
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const user = (bulkId: string, userName?: string, more: object = {}) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: [USER], userName, ...more },
});
const group = (bulkId: string, member: string) => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { schemas: [GROUP], displayName: bulkId, members: [{ value: member }] },
});
const remove = (id: string) => ({ method: 'DELETE', path: `/Users/${id}` });
const bulk = (operations: readonly object[], failOnErrors?: number) => ({
  schemas: SCHEMAS,
  failOnErrors,
  Operations: operations,
});

/** Returns an answer in short: a line for each operation, or the status of a refusal; then what is stored. */
function tell({ status, body, stored }: BulkAnswer): string[] {
  const { Operations = [{ method: 'refused', status: String(status), response: body }] } = body;
  const lines = Operations.map(({ method, bulkId, location, status: each, response }) => {
    if (Number(each) >= 300) expect(response?.schemas).toEqual([ERROR]);
    return [method, bulkId, each, location].filter((word) => word !== undefined).join(' ');
  });
  return [...lines, `stored: ${stored.join()}`];
}

/** What scimmy answers to a request. The user `ada` exists, with the id `userName-1`, and names are distinct. */
interface Comparison {
  readonly what: string;
  readonly request: object;
  readonly scimmy: readonly string[];
  /** What `scimBulk()` answers; as scimmy if absent. */
  readonly ours?: readonly string[];
}

const SAME: readonly Comparison[] = [
  {
    what: 'creates, refers back, deletes, fails',
    request: bulk([
      user('a', 'bob'),
      group('g', 'bulkId:a'),
      remove('userName-1'),
      remove('none'),
      user('b', 'bob'),
    ]),
    scimmy: [
      'POST a 201 /scim/Users/userName-2',
      'POST g 201 /scim/Groups/displayName-3',
      'DELETE 204 /scim/Users/userName-1',
      'DELETE 404 /scim/Users/none',
      'POST b 409',
      'stored: userName-2,displayName-3',
    ],
  },
  {
    what: 'replaces and patches',
    request: bulk([
      { method: 'PUT', path: '/Users/userName-1', data: { schemas: [USER], userName: 'eva' } },
      {
        method: 'PATCH',
        path: '/Users/userName-1',
        data: { schemas: [PATCH], Operations: [{ op: 'replace', path: 'userName', value: 'eve' }] },
      },
    ]),
    scimmy: ['PUT 200 /scim/Users/userName-1', 'PATCH 200 /scim/Users/userName-1', 'stored: userName-1'],
  },
  {
    what: 'stops after the first error',
    request: bulk([user('a', 'ada'), group('g', 'bulkId:a'), user('b', 'bob')], 1),
    scimmy: ['POST a 409', 'stored: userName-1'],
  },
  {
    what: 'stops after the second error',
    request: bulk([user('a', 'ada'), user('b', 'bob'), remove('none'), user('c', 'eve')], 2),
    scimmy: [
      'POST a 409',
      'POST b 201 /scim/Users/userName-2',
      'DELETE 404 /scim/Users/none',
      'stored: userName-1,userName-2',
    ],
  },
  {
    what: 'refuses single operations',
    request: bulk([
      { method: 'GET', path: '/Users/userName-1' },
      { method: 'POST', path: '/Users', data: {} },
      user('b'),
      { method: 'PUT', path: '/Users/userName-1' },
      user('x', 'eve', { manager: { value: 'bulkId:none' } }),
    ]),
    scimmy: [
      'GET 400 /scim/Users/userName-1',
      'POST 400',
      'POST b 400',
      'PUT 400 /scim/Users/userName-1',
      'POST x 400',
      'stored: userName-1',
    ],
  },
  {
    what: 'refuses too many',
    request: bulk(Array(11).fill(remove('none'))),
    scimmy: ['refused 413', 'stored: userName-1'],
  },
  {
    what: 'refuses another schema',
    request: { schemas: ['x'], Operations: [remove('none')] },
    scimmy: ['refused 400', 'stored: userName-1'],
  },
  { what: 'refuses a request of nothing', request: bulk([]), scimmy: ['refused 400', 'stored: userName-1'] },
];

const DIFFERENT: readonly Comparison[] = [
  {
    what: 'a path of no resource type: 400 of scimmy, 404 of its routes',
    request: bulk([{ method: 'DELETE', path: '/Pets/1' }]),
    scimmy: ['DELETE 400 /Pets/1', 'stored: userName-1'],
    ours: ['DELETE 404 /scim/Pets/1', 'stored: userName-1'],
  },
  {
    what: 'a reference forward: scimmy creates the group twice, so that the second fails where names are distinct',
    request: bulk([group('g', 'bulkId:a'), user('a', 'bob')]),
    scimmy: [
      'POST g 409',
      'POST a 201 /scim/Users/userName-3',
      'stored: userName-1,displayName-2,userName-3',
    ],
    ours: [
      'POST g 201 /scim/Groups/displayName-3',
      'POST a 201 /scim/Users/userName-2',
      'stored: userName-1,userName-2,displayName-3',
    ],
  },
  {
    what: 'a circle: scimmy creates the first without its reference, and fails likewise to create it again',
    request: bulk([group('g', 'bulkId:h'), group('h', 'bulkId:g'), user('a', 'bob')]),
    scimmy: [
      'POST g 409',
      'POST h 201 /scim/Groups/displayName-3',
      'POST a 201 /scim/Users/userName-4',
      'stored: userName-1,displayName-2,displayName-3,userName-4',
    ],
    ours: ['POST g 409', 'POST h 409', 'POST a 201 /scim/Users/userName-2', 'stored: userName-1,userName-2'],
  },
  {
    what: 'a bulkId in a path: scimmy takes it for an id',
    request: bulk([user('a', 'bob'), remove('bulkId:a')]),
    scimmy: [
      'POST a 201 /scim/Users/userName-2',
      'DELETE 404 /scim/Users/bulkId:a',
      'stored: userName-1,userName-2',
    ],
    ours: ['POST a 201 /scim/Users/userName-2', 'DELETE 204 /scim/Users/userName-2', 'stored: userName-1'],
  },
  {
    what: 'a reference to what failed: 412 of scimmy, 424 of the core',
    request: bulk([user('a', 'ada'), group('g', 'bulkId:a'), user('b', 'bob')]),
    scimmy: [
      'POST a 409',
      'POST g 412',
      'POST b 201 /scim/Users/userName-2',
      'stored: userName-1,userName-2',
    ],
    ours: ['POST a 409', 'POST g 424', 'POST b 201 /scim/Users/userName-2', 'stored: userName-1,userName-2'],
  },
  {
    what: 'a version: scimmy ignores it',
    request: bulk([{ ...remove('userName-1'), version: 'no tag' }]),
    scimmy: ['DELETE 204 /scim/Users/userName-1', 'stored: '],
    ours: ['DELETE 400 /scim/Users/userName-1', 'stored: userName-1'],
  },
];

describe.each(['Express 5', 'Koa 3'] as const)('scimBulk() in front of scimmy-routers on %s', (host) => {
  test.each(SAME)('answers as scimmy does: $what', async ({ request, scimmy }) => {
    expect(tell(await sendBulk(servers.scimmy, request))).toEqual(scimmy);
    expect(tell(await sendBulk(servers[host], request))).toEqual(scimmy);
  });

  test.each(DIFFERENT)('answers otherwise: $what', async ({ request, scimmy, ours }) => {
    expect(tell(await sendBulk(servers.scimmy, request))).toEqual(scimmy);
    expect(tell(await sendBulk(servers[host], request))).toEqual(ours);
  });
});
