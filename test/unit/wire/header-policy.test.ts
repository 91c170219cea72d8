import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isCommonHeader,
  isDeniedHeader,
  isHopByHopHeader,
  isIdentityHeader,
  isInheritable,
  isInheritedHeader,
  isOptInHeader,
} from '#wire/header-policy.js';

/** What only a proxy may say: an operation may not, and gets what the envelope came with. */
const PROXY_IDENTITY = [
  ...['forwarded', 'via', 'x-forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'],
  ...['x-forwarded-prefix', 'x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'true-client-ip'],
  ...['client-ip', 'remote-addr', 'remote-user', 'cf-connecting-ip', 'fastly-client-ip', 'x-original-url'],
  ...['x-rewrite-url', 'x-ssl-client-cert', 'fly-client-ip', 'x-envoy-external-address'],
  ...['x-ms-client-principal', 'x-ms-client-principal-id', 'x-amzn-oidc-data', 'x-azure-clientip'],
  ...['x-goog-authenticated-user-email', 'x-goog-iap-jwt-assertion', 'x-appengine-user-ip'],
  ...['client-cert', 'client-cert-chain', 'remote-groups', 'remote-name', 'remote-email', 'x-remote-user'],
  ...[
    'x-remote-group',
    'x-remote-extra-scopes',
    'x-consumer-id',
    'x-consumer-custom-id',
    'x-consumer-groups',
  ],
  ...['x-credential-identifier', 'x-anonymous-consumer', 'x-authenticated-userid', 'x-authenticated-scope'],
  ...['x-authentik-username', 'x-vouch-user', 'x-vouch-idp-claims-email', 'x-pomerium-jwt-assertion'],
  ...['x-webauth-user', 'x-webauth-role', 'sm-user', 'sm-universalid', 'iv-user', 'iv-groups', 'iv-creds'],
  ...['oidc-claim-sub', 'oidc-access-token', 'shib-session-id', 'shib-identity-provider', 'eppn'],
  ...['x-apigateway-api-userinfo', 'x-endpoint-api-userinfo', 'x-userinfo', 'x-spiffe-id', 'x-ssl-client-dn'],
  ...[
    'x-forwarded-user',
    'x-forwarded-client-cert',
    'x-forwarded-access-token',
    'x-forwarded-tls-client-cert',
  ],
  ...['x-client-cert', 'x-client-cert-chain', 'x-client-dn', 'x-client-verify', 'x-auth-request-email'],
  ...['ssl-client-verify', 'x-tls-client-cert', 'do-connecting-ip', 'incap-client-ip', 'x-sucuri-clientip'],
];
/** What proxies say and clients too: `headers.allow` may name it. */
const SHARED_IDENTITY = [
  ...['x-client-version', 'x-client-id', 'x-user-id', 'x-user-email', 'x-user-roles', 'x-auth-token'],
  ...['x-auth-user', 'x-auth-roles', 'x-jwt-claims', 'x-jwt-payload', 'x-jwt-claim-sub'],
];
const IDENTITY = [...PROXY_IDENTITY, ...SHARED_IDENTITY];
const HOP_BY_HOP = [
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te'],
  ...['trailer', 'transfer-encoding', 'upgrade'],
];
const ALSO_DENIED = [
  ...['host', 'content-length', 'expect', 'max-forwards', 'http2-settings'],
  ...['x-http-method', 'x-http-method-override', 'x-method-override', 'authorization', 'cookie', 'cookie2'],
  ...['accept-charset', 'accept-encoding', 'access-control-request-headers', 'origin', 'referer', 'date'],
  ...['access-control-request-method', 'dnt', 'set-cookie', 'sec-fetch-site', 'sec-ch-ua', 'sec-purpose'],
  ...['proxy-anything', 'sec-'],
];
const INHERITED = [
  ...['host', 'authorization', 'cookie', 'origin', 'referer', 'sec-fetch-site', 'sec-ch-ua-mobile'],
  ...['accept-language', 'user-agent', 'x-api-key', 'x-csrf-token', 'x-xsrf-token', 'csrf-token'],
  ...['x-request-id', 'x-correlation-id', 'traceparent', 'tracestate', 'baggage'],
];
const FREE = [
  ...['accept', 'accept-language', 'content-type', 'content-language', 'if-match', 'if-none-match'],
  ...['prefer', 'idempotency-key', 'range', 'user-agent', 'x-api-key', 'x-custom', 'x-realm', 'security'],
  ...['x-forwardedness', 'viable', 'proxy', 'sec', 'hostname', 'sm', 'smart', 'ivory', 'oidc', 'eppns'],
  ...[
    'x-client',
    'x-users',
    'x-authority',
    'x-tenant',
    'remote',
    'client',
    'client-certificate',
    'x-',
    '-',
    '',
  ],
];

describe('isDeniedHeader', () => {
  test.each([...IDENTITY, ...HOP_BY_HOP, ...ALSO_DENIED])('denies %s', (name) => {
    expect(isDeniedHeader(name)).toBe(true);
  });
  test.each(FREE)('lets an operation carry %s', (name) => {
    expect(isDeniedHeader(name)).toBe(false);
  });
});

describe('isInheritedHeader', () => {
  test.each([...IDENTITY, ...INHERITED])('hands on %s', (name) => {
    expect(isInheritedHeader(name)).toBe(true);
  });
  test.each([
    ...HOP_BY_HOP,
    ...['accept', 'accept-encoding', 'content-type', 'content-length', 'content-encoding', 'expect'],
    ...['if-match', 'if-modified-since', 'prefer', 'range', 'idempotency-key', 'x-custom'],
  ])('keeps %s to the envelope', (name) => {
    expect(isInheritedHeader(name)).toBe(false);
  });
});

describe('isCommonHeader', () => {
  const caller = ['authorization', 'cookie', 'origin', 'referer', 'x-api-key'];
  test.each([...caller, 'x-csrf-token', 'x-xsrf-token', 'csrf-token', 'host', 'sec-fetch-site', ...IDENTITY])(
    'knows %s, inherited by all',
    (name) => {
      expect([isCommonHeader(name), isInheritedHeader(name)]).toEqual([true, true]);
    },
  );
  test.each(['accept-language', 'user-agent', 'traceparent', 'x-custom', 'dnt', 'te'])(
    'leaves %s',
    (name) => {
      expect(isCommonHeader(name)).toBe(false);
    },
  );
});

describe('identity', () => {
  test.each(IDENTITY)('%s identifies the client, in the spelling of CGI too', (name) => {
    for (const spelling of [name, name.replaceAll('-', '_'), name.replace('-', '_')]) {
      expect([isIdentityHeader(spelling), isDeniedHeader(spelling), isInheritedHeader(spelling)]).toEqual([
        true,
        true,
        true,
      ]);
      expect(isInheritable(spelling)).toBe(true);
    }
  });
  test.each([...FREE, ...INHERITED, ...HOP_BY_HOP, ...ALSO_DENIED])('%s does not', (name) => {
    expect(isIdentityHeader(name)).toBe(false);
  });
});

describe('isOptInHeader', () => {
  test.each([...SHARED_IDENTITY, 'authorization', 'cookie', 'dnt', 'accept-encoding', 'x-tenant'])(
    'may be %s',
    (name) => {
      expect(isOptInHeader(name)).toBe(true);
    },
  );
  test.each([...PROXY_IDENTITY, ...HOP_BY_HOP, 'host', 'content-length', 'expect', 'http2-settings'])(
    'is never %s, in the spelling of CGI neither',
    (name) => {
      expect([isOptInHeader(name), isOptInHeader(name.replaceAll('-', '_'))]).toEqual([false, false]);
    },
  );
});

test('a name of many hyphens takes linear time', () => {
  expect(isDeniedHeader(`${'x-'.repeat(500_000)}y`)).toBe(false);
  expect(isDeniedHeader(`x-forwarded${'-'.repeat(1_000_000)}`)).toBe(true);
});

describe('isHopByHopHeader', () => {
  test.each(HOP_BY_HOP)('knows %s', (name) => {
    expect(isHopByHopHeader(name)).toBe(true);
  });
  test.each(['date', 'content-length', 'etag', 'via', 'set-cookie', 'proxy-status'])('leaves %s', (name) => {
    expect(isHopByHopHeader(name)).toBe(false);
  });
});

test('an operation cannot say itself what any prefix of proxies says', () => {
  const prefix = fc.constantFrom(
    ...[
      'x-forwarded-',
      'x-real-',
      'cf-',
      'fastly-',
      'x-envoy-',
      'proxy-',
      'sec-',
      'x-remote-',
      'x-consumer-',
    ],
    ...[
      'x-authentik-',
      'x-ssl-',
      'sm-',
      'iv-',
      'oidc-',
      'shib-',
      'x-jwt-',
      'x-client-',
      'x-auth-',
      'x-user-',
    ],
  );
  fc.assert(
    fc.property(prefix, fc.stringMatching(/^[a-z0-9-]{1,20}$/), (start, rest) => {
      expect(isDeniedHeader(start + rest)).toBe(true);
    }),
  );
});
