/** Headers in which a trusted proxy identifies the client. An attacker would send them to pose as somebody else. */
const PROXY_IDENTITY = new RegExp(
  `^(${[
    'forwarded',
    'via',
    'x-forwarded(-.*)?',
    'x-original-.*',
    'x-rewrite-url',
    'x-real-.*',
    'x-client-(ip|cert|dn|verify)',
    'x-cluster-client-ip',
    'x-ssl-.*',
    'true-client-.*',
    '(http-)?client-ip',
    '(wl-)?proxy-client-ip',
    '(x-)?forward(ed)?-for',
    'x-remote-(ip|addr|user)',
    'x-originating-ip',
    'x-proxyuser-ip',
    'x-host',
    'x-(url-)?scheme',
    'front-end-https',
    '(do|incap|x-sucuri)-(connecting|client)-?ip',
    '(x-)?akamai-.*',
    'cloudfront-.*',
    'ssl-client-.*',
    'x-tls-client-.*',
    'x-auth-request-.*',
    'x-(authenticated|webauth)-user',
    'x-ms-token-aad-.*',
    'tailscale-user-.*',
    'remote-(addr|user)',
    'cf-.*',
    'fastly-.*',
    'fly-.*',
    'x-arr-.*',
    'x-ms-client-principal.*',
    'x-envoy-.*',
    'x-amzn-.*',
    'x-azure-.*',
    'x-appengine-.*',
    'x-goog-(iap|authenticated)-.*',
    'x-vercel-.*',
    'x-nf-.*',
  ].join('|')})$`,
);

/** Hop-by-hop headers (RFC 9110 section 7.6.1) and those that delimit a message. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const DENIED: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  'host',
  'content-length',
  'expect',
  'max-forwards',
  'http2-settings',
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-method',
  'authorization',
  'cookie',
  // Request headers that the Fetch standard does not let scripts set.
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'access-control-request-local-network',
  'access-control-request-private-network',
  'cookie2',
  'date',
  'dnt',
  'origin',
  'referer',
  'set-cookie',
]);
const DENIED_PREFIX = /^(proxy-|sec-)/;

/**
 * Headers by which an app identifies its caller or authorises a request. They are the same for all operations of a
 * batch.
 */
const CALLER_HEADERS = [
  'authorization',
  'cookie',
  'origin',
  'referer',
  'x-api-key',
  'x-csrf-token',
  'x-xsrf-token',
  'csrf-token',
];

const INHERITED: ReadonlySet<string> = new Set([
  ...CALLER_HEADERS,
  'host',
  'accept-language',
  'user-agent',
  'x-request-id',
  'x-correlation-id',
  'traceparent',
  'tracestate',
  'baggage',
]);
const INHERITED_PREFIX = /^sec-(fetch|ch)-/;

/**
 * Checks whether an operation must not carry a header of this lower-case name. CGI and WSGI do not distinguish
 * `x_real_ip` from `x-real-ip`, so neither does this function.
 */
export function isDeniedHeader(rawName: string): boolean {
  const name = rawName.replaceAll('_', '-');
  return DENIED.has(name) || DENIED_PREFIX.test(name) || PROXY_IDENTITY.test(name);
}

/**
 * Checks whether a header of this lower-case name identifies the caller. A batch carries it once, for all of its
 * operations. {@link isInheritedHeader} is true of every such header.
 */
export function isCallerHeader(name: string): boolean {
  return CALLER_HEADERS.includes(name);
}

/** Checks whether every operation inherits the header of this lower-case name from the request of the batch. */
export function isInheritedHeader(name: string): boolean {
  return INHERITED.has(name) || INHERITED_PREFIX.test(name) || PROXY_IDENTITY.test(name);
}

/**
 * Headers about the body, the preconditions or the answer of the batch itself. They would be wrong for an operation.
 */
const NEVER_INHERITED =
  /^(accept-encoding$|content-|if-|prefer$|idempotency-key$|expect$|max-forwards$|range$)/;

/** Checks whether the option `headers.inherit` may name a header of this lower-case name. */
export function isInheritable(name: string): boolean {
  return !isHopByHopHeader(name) && !NEVER_INHERITED.test(name);
}

/**
 * Checks whether the option `headers.allow` may name a header of this lower-case name: not one that delimits a
 * message, names another host, or in which a proxy identifies the client.
 */
export function isOptInHeader(name: string): boolean {
  const isFraming = isHopByHopHeader(name) || /^(host|content-length|expect|http2-settings)$/.test(name);
  return !isFraming && !PROXY_IDENTITY.test(name);
}

/** Checks whether a header of this lower-case name applies to one connection only, and so not to an operation. */
export function isHopByHopHeader(name: string): boolean {
  return HOP_BY_HOP.has(name) || name === 'proxy-authenticate' || name === 'proxy-authorization';
}

/** Response headers of an operation that have no meaning in a document, or must not be in one. */
const OMITTED: ReadonlySet<string> = new Set(['date', 'content-length', 'x-powered-by', 'set-cookie']);

/**
 * Checks whether a header of this lower-case name is omitted from outcomes by default, regardless of its value. Of these, only
 * Content-Length is kept by responses to HEAD and by 304, which have no body to count.
 */
export function isOmittedHeader(name: string): boolean {
  return OMITTED.has(name) || isHopByHopHeader(name);
}
