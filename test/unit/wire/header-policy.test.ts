import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isCallerHeader, isDeniedHeader, isHopByHopHeader, isInheritedHeader } from '#wire/header-policy.js';

/** What only a proxy may say: an operation may not, and gets what the envelope came with. */
const PROXY_IDENTITY = [
  ...['forwarded', 'via', 'x-forwarded', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'],
  ...['x-forwarded-prefix', 'x-real-ip', 'x-client-ip', 'x-cluster-client-ip', 'true-client-ip'],
  ...['client-ip', 'remote-addr', 'remote-user', 'cf-connecting-ip', 'fastly-client-ip', 'x-original-url'],
  ...['x-rewrite-url', 'x-ssl-client-cert', 'fly-client-ip', 'x-envoy-external-address'],
  ...['x-ms-client-principal', 'x-ms-client-principal-id', 'x-amzn-oidc-data', 'x-azure-clientip'],
  ...['x-goog-authenticated-user-email', 'x-goog-iap-jwt-assertion', 'x-appengine-user-ip'],
];
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
  ...['x-forwardedness', 'viable', 'proxy', 'sec', 'hostname'],
];

describe('isDeniedHeader', () => {
  test.each([...PROXY_IDENTITY, ...HOP_BY_HOP, ...ALSO_DENIED])('denies %s', (name) => {
    expect(isDeniedHeader(name)).toBe(true);
  });
  test.each(FREE)('lets an operation carry %s', (name) => {
    expect(isDeniedHeader(name)).toBe(false);
  });
});

describe('isInheritedHeader', () => {
  test.each([...PROXY_IDENTITY, ...INHERITED])('hands on %s', (name) => {
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

describe('isCallerHeader', () => {
  const caller = ['authorization', 'cookie', 'origin', 'referer', 'x-api-key'];
  test.each([...caller, 'x-csrf-token', 'x-xsrf-token', 'csrf-token'])(
    'knows %s, inherited by all',
    (name) => {
      expect([isCallerHeader(name), isInheritedHeader(name)]).toEqual([true, true]);
    },
  );
  test.each(['host', 'accept-language', 'user-agent', 'traceparent', 'x-forwarded-for', 'x-custom'])(
    'leaves %s',
    (name) => {
      expect(isCallerHeader(name)).toBe(false);
    },
  );
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
  const prefix = fc.constantFrom('x-forwarded-', 'x-real-', 'cf-', 'fastly-', 'x-envoy-', 'proxy-', 'sec-');
  fc.assert(
    fc.property(prefix, fc.stringMatching(/^[a-z0-9-]{1,20}$/), (start, rest) => {
      expect(isDeniedHeader(start + rest)).toBe(true);
    }),
  );
});
