import assert from 'node:assert/strict';
import { textOf } from '../assert-problem.js';
import type { ConformanceCase } from '../case.js';
import { echoOf } from '../echo-of.js';
import { postJson, refusalCase, refusedFaults } from '../refusal-case.js';

const SECTION = 'docs/reference/limits-and-security#who-the-client-is';

/** Headers in which a proxy tells the app who the client is, by who writes them. */
const FAMILIES = [
  ['C626', 'the certificate (RFC 9440)', ['client-cert', 'client-cert-chain']],
  ['C627', 'Authelia', ['remote-user', 'remote-groups', 'remote-name', 'remote-email']],
  ['C628', 'proxies of Kubernetes', ['x-remote-user', 'x-remote-group', 'x-remote-extra-scopes']],
  ['C629', 'Kong: consumers', ['x-consumer-id', 'x-consumer-groups', 'x-credential-identifier']],
  ['C630', 'Kong: users', ['x-authenticated-userid', 'x-authenticated-scope', 'x-anonymous-consumer']],
  ['C631', 'authentik', ['x-authentik-username', 'x-authentik-groups']],
  ['C632', 'Vouch', ['x-vouch-user', 'x-vouch-idp-claims-groups']],
  ['C633', 'Pomerium', ['x-pomerium-jwt-assertion', 'x-pomerium-claim-email']],
  ['C634', 'Grafana and others', ['x-webauth-user', 'x-webauth-role']],
  ['C635', 'SiteMinder', ['sm-user', 'SM_USER', 'sm-universalid']],
  ['C636', 'ISAM', ['iv-user', 'iv-groups', 'IV_CREDS']],
  ['C637', 'mod_auth_openidc', ['oidc-claim-sub', 'OIDC_CLAIM_email', 'oidc-access-token']],
  ['C638', 'Shibboleth', ['shib-session-id', 'Shib-Identity-Provider', 'eppn']],
  ['C639', 'gateways of Google', ['x-apigateway-api-userinfo', 'x-endpoint-api-userinfo']],
  ['C640', 'claims of a token', ['x-jwt-claims', 'x-jwt-payload', 'X-JWT-Assertion']],
  ['C641', 'x-client-*', ['x-client-id', 'x-client-cert', 'x-client-version', 'x_client_ip']],
  ['C642', 'x-ssl-*', ['x-ssl-client-dn', 'x-ssl-cert', 'X_SSL_CLIENT_VERIFY']],
  ['C643', 'SPIFFE', ['x-spiffe-id']],
  ['C644', 'x-auth-*', ['x-auth-user', 'x-auth-request-email', 'x_auth_roles']],
  ['C645', 'x-user-*', ['x-user-id', 'X-User-Email', 'x_user_roles']],
  [
    'C646',
    'x-forwarded-*',
    ['x-forwarded-user', 'x-forwarded-client-cert', 'x_forwarded_for', 'x-forwarded-x'],
  ],
] as const;

/** An operation inherits the identity that a proxy vouches for, and cannot claim another one. */
export const identityHeaderCases: readonly ConformanceCase[] = [
  ...FAMILIES.map(([id, title, names]) => identityCase(id, title, names)),
  {
    id: 'C647',
    level: 'MUST',
    section: 'docs/reference/options#batchheadersallow',
    options: { headers: { allow: ['X-Client-Version', 'x-user-id', 'x-auth-token', 'x-jwt-hint'] } },
    title:
      'headers.allow: the value of the operation replaces that of the batch request, but a reference cannot',
    async check(host) {
      const headers = { 'x-client-version': '2', 'x-user-id': '8', 'x-auth-token': 't', 'x-jwt-hint': 'h' };
      for (const name of Object.keys(headers)) await assertNoReference(host, name);
      const { responses } = await host.batch([{ method: 'GET', url: '/echo', headers }], {
        'x-user-id': '7',
      });
      const seen = echoOf(responses[0]).headers;
      for (const [name, value] of Object.entries(headers)) assert.equal(seen[name], value, name);
    },
  },
  refusalCase({
    id: 'C648',
    section: SECTION,
    title: 'headers.inherit: an operation cannot have another value, in no spelling',
    options: { headers: { inherit: ['X-Tenant'] } },
    batch: { requests: [get({ 'X-Tenant': 'own' }), get({ x_tenant: 'own' })] },
    at: ['#/requests/0/headers/X-Tenant'],
    code: 'denied-header',
  }),
  {
    id: 'C649',
    level: 'MUST',
    section: SECTION,
    options: { headers: { inherit: ['X-Tenant'] } },
    title: 'headers.inherit: an operation may repeat the value, but a reference cannot write it',
    async check(host) {
      await assertNoReference(host, 'x-tenant');
      const { responses } = await host.batch([get({ 'x-tenant': 't1' }), get({})], { 'x-tenant': 't1' });
      for (const response of responses) assert.equal(echoOf(response).headers['x-tenant'], 't1');
    },
  },
  {
    id: 'C650',
    level: 'MUST',
    section: 'docs/reference/options#batchheadersdeny',
    options: { headers: { deny: ['X-Corp-*', 'x-debug'] } },
    title: 'headers.deny: names and prefixes, which operations do not inherit',
    async check(host) {
      const denied = { 'x-corp-id': '1', X_Corp_Id: '1', 'X-Debug': '1', x_debug: '1' };
      const faults = await refusedFaults(host, { requests: [get({ ...denied, 'x-debugger': '1' })] });
      assert.deepEqual(
        faults.map(({ pointer, code }) => [pointer, code]),
        Object.keys(denied).map((name) => [`#/requests/0/headers/${name}`, 'denied-header']),
      );
      await assertNoReference(host, 'x-corp-id');
      const { responses } = await host.batch([get({ 'x-corp': '1' })], { 'x-corp-id': '1' });
      const seen = echoOf(responses[0]).headers;
      assert.deepEqual([seen['x-corp'], seen['x-corp-id']], ['1', undefined]);
    },
  },
  {
    id: 'C651',
    level: 'MUST',
    section: 'docs/reference/wire-format#discovery',
    options: {
      headers: { inherit: ['X-Tenant', 'x-shard'], allow: ['x-shard'], deny: ['X-Debug', 'x-corp-*'] },
    },
    title: 'GET says which headers operations inherit and may not set beyond the standard ones',
    async check(host) {
      const answer = await host.exchange({ method: 'GET' });
      const { headers } = JSON.parse(textOf(answer)) as { headers?: unknown };
      assert.deepEqual(headers, {
        inherited: ['x-tenant'],
        denied: ['x-debug', 'x-tenant', 'x-corp-*'],
        allowed: ['x-shard'],
      });
    },
  },
];

function identityCase(id: string, title: string, names: readonly string[]): ConformanceCase {
  const genuine = Object.fromEntries(names.map((name) => [name, `genuine ${name}`]));
  return {
    id,
    level: 'MUST',
    section: SECTION,
    title: `identity by ${title}: inherited, may be repeated, cannot be forged`,
    async check(host) {
      for (const value of ['forged', '', `genuine ${names[0]}, forged`]) {
        const forged = Object.fromEntries(names.map((name) => [name, value]));
        const faults = await refusedFaults(host, { requests: [get({}), get(forged)] });
        assert.deepEqual(
          faults.map(({ pointer, code }) => [pointer, code]),
          names.map((name) => [`#/requests/1/headers/${name}`, 'denied-header']),
        );
        const answer = await postJson(host, { requests: [get(forged)] }, genuine);
        assert.equal(answer.status, 400, 'beside the genuine value');
      }
      for (const name of names) await assertNoReference(host, name);
      assert.equal(host.calls(), 0);
      const { responses } = await host.batch([get({}), get(genuine)], genuine);
      for (const response of responses) {
        const seen = echoOf(response).headers;
        for (const name of names) assert.equal(seen[name.toLowerCase()], `genuine ${name}`, name);
      }
    },
  };
}

async function assertNoReference(host: Parameters<typeof postJson>[0], name: string): Promise<void> {
  const references = [{ at: `/headers/${name}`, from: 'a', value: '/body/v' }];
  const faults = await refusedFaults(host, {
    requests: [
      { ...get({}), id: 'a' },
      { ...get({}), references },
    ],
  });
  assert.deepEqual(
    faults.map(({ pointer, code }) => [pointer, code]),
    [['#/requests/1/references/0/at', 'denied-header']],
  );
}

function get(headers: Readonly<Record<string, string>>): {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
} {
  return { method: 'GET', url: '/echo', headers };
}
