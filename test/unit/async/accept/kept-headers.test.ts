import { expect, test } from '@jest/globals';
import { connectionOf } from '#async/accept/connection-of.js';
import { keptHeaders } from '#async/accept/kept-headers.js';

const CANARY = 'canary-7f3a';

test('credentials are not kept, whatever their name is', () => {
  const names = [
    'authorization',
    'proxy-authorization',
    'cookie',
    'x-api-key',
    'x-api_key',
    'x-csrf-token',
    'x-xsrf-token',
    'csrf-token',
    'x-auth-token',
    'x-auth-request-access-token',
    'x-auth-key',
    'x-jwt-assertion',
    'x-amzn-oidc-data',
    'x-amzn-oidc-accesstoken',
    'cf-access-jwt-assertion',
    'x-goog-iap-jwt-assertion',
    'x-ms-token-aad-access-token',
    'x-pomerium-jwt-assertion',
    'x-forwarded-access-token',
    'x-user-session',
    'x-client-secret',
    'referer',
    'x-original-url',
    'x-forwarded-uri',
    'x-envoy-original-path',
    'x-acme-session-id',
    'x-acme-password',
  ];
  const headers = Object.fromEntries(names.map((name) => [name, CANARY]));
  expect(keptHeaders(headers, new Set(names))).toEqual({});
});

test('what an app needs of the client is kept: its address, language and tracing', () => {
  const headers = {
    host: 'photos.example',
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-proto': 'https',
    'accept-language': 'de',
    'user-agent': 'test',
    traceparent: '00-1-2-01',
    'x-request-id': '7',
    'x-authenticated-userid': 'ana',
    origin: 'https://photos.example',
    'x-tenant': 'acme',
  };
  const others = {
    'content-type': 'application/json',
    prefer: 'respond-async',
    'idempotency-key': '"k"',
    'x-other': '1',
  };
  expect(keptHeaders({ ...headers, ...others, via: undefined }, new Set(['x-tenant']))).toEqual(headers);
});

test('the addresses of a connection are kept, of a request and of a context', () => {
  const socket = {
    remoteAddress: '203.0.113.7',
    remotePort: 5,
    localPort: 443,
    encrypted: true,
    secret: CANARY,
  };
  const kept = { remoteAddress: '203.0.113.7', remotePort: 5, localPort: 443, encrypted: true };
  expect(connectionOf({ socket })).toEqual(kept);
  expect(connectionOf({ req: { socket } })).toEqual(kept);
  expect(connectionOf(undefined)).toEqual({});
  expect(connectionOf({})).toEqual({});
});
