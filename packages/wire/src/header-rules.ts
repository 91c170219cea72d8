/** The rules for a request header. What a rule does not name is false. */
export interface HeaderRule {
  /** An operation must not carry it. */
  readonly isDenied?: true;
  /** Every operation inherits it from the batch request. */
  readonly isInherited?: true;
  /** The option `headers.allow` must not name it. */
  readonly isFixed?: true;
  /** A proxy identifies the client in it. An operation may only repeat the value of the batch request. */
  readonly isIdentity?: true;
  /** An app identifies its caller or authorises a request by it. It is the same for all operations of a batch. */
  readonly isCaller?: true;
}

const FRAMING: HeaderRule = { isDenied: true, isFixed: true };
const HOST: HeaderRule = { isDenied: true, isInherited: true, isFixed: true };
const PROXY: HeaderRule = { isDenied: true, isInherited: true, isFixed: true, isIdentity: true };
/** Proxies write them, and so do some clients. */
const PROXY_OR_CLIENT: HeaderRule = { isDenied: true, isInherited: true, isIdentity: true };
const CREDENTIALS: HeaderRule = { isDenied: true, isInherited: true, isCaller: true };
const KEY: HeaderRule = { isInherited: true, isCaller: true };
const CONTEXT: HeaderRule = { isInherited: true };
const BROWSER: HeaderRule = { isDenied: true, isInherited: true };
const DENIED: HeaderRule = { isDenied: true };

/** Header names by rule. A name that ends with a hyphen stands for all names that begin with it. */
export const HEADER_TABLE: readonly (readonly [rule: HeaderRule, names: string])[] = [
  // Hop-by-hop headers (RFC 9110 section 7.6.1), and those that delimit a message.
  [FRAMING, 'connection keep-alive proxy-connection te trailer transfer-encoding upgrade'],
  [FRAMING, 'proxy-authenticate proxy-authorization content-length expect http2-settings'],
  [HOST, 'host'],
  // The client's address, and the request as the proxy received it.
  [PROXY, 'forwarded via x-forwarded x-forwarded- forwarded-for forward-for x-forward-for x-real-'],
  [PROXY, 'x-client-ip x-cluster-client-ip client-ip http-client-ip proxy-client-ip wl-proxy-client-ip'],
  [PROXY, 'true-client- x-originating-ip x-proxyuser-ip remote-addr do-connecting-ip do-client-ip'],
  [PROXY, 'incap- x-sucuri- x-original- x-rewrite-url x-host x-scheme x-url-scheme front-end-https'],
  // The client's certificate (RFC 9440 and its predecessors).
  [PROXY, 'client-cert client-cert- x-client-cert x-client-cert- x-client-dn x-client-verify'],
  [PROXY, 'ssl-client- x-ssl- x-tls-client- x-spiffe-id'],
  // The user, as an authenticating proxy knows them.
  [PROXY, 'remote-user remote-groups remote-name remote-email x-remote- x-consumer- x-anonymous-consumer'],
  [PROXY, 'x-credential-identifier x-authenticated- x-auth-request- x-authentik- x-vouch- x-pomerium-'],
  [PROXY, 'x-webauth- sm- iv- oidc- shib- eppn x-userinfo x-apigateway-api-userinfo x-endpoint-api-userinfo'],
  // What hosts and networks add.
  [PROXY, 'x-akamai- akamai- cloudfront- cf- fastly- fly- x-arr- x-ms-client-principal'],
  [PROXY, 'x-ms-client-principal- x-ms-token-aad- tailscale-user- x-envoy- x-amzn- x-azure- x-appengine-'],
  [PROXY, 'x-goog-iap- x-goog-authenticated- x-vercel- x-nf-'],
  [PROXY_OR_CLIENT, 'x-client- x-user- x-auth- x-jwt-'],
  [CREDENTIALS, 'authorization cookie origin referer'],
  [KEY, 'x-api-key x-csrf-token x-xsrf-token csrf-token'],
  [CONTEXT, 'accept-language user-agent x-request-id x-correlation-id traceparent tracestate baggage'],
  [BROWSER, 'sec-fetch- sec-ch-'],
  [DENIED, 'max-forwards x-http-method x-http-method-override x-method-override x-method'],
  // Further request headers that the Fetch standard does not let scripts set.
  [DENIED, 'accept-charset accept-encoding access-control-request-headers access-control-request-method'],
  [DENIED, 'access-control-request-local-network access-control-request-private-network'],
  [DENIED, 'cookie2 date dnt set-cookie proxy- sec-'],
];

const RULES: ReadonlyMap<string, HeaderRule> = new Map(
  HEADER_TABLE.flatMap(([rule, names]) => names.split(' ').map((name) => [name, rule] as const)),
);
const LONGEST_PREFIX = Math.max(...[...RULES.keys()].map((name) => (name.endsWith('-') ? name.length : 0)));
const NO_RULE: HeaderRule = {};

/**
 * Returns the rule for the header of this lower-case name: that of the name itself, else that of its longest prefix.
 *
 * CGI and WSGI do not distinguish `x_real_ip` from `x-real-ip`, so neither does this function. Takes time linear in the
 * length of the name.
 */
export function ruleOf(rawName: string): HeaderRule {
  const name = toHyphens(rawName);
  let rule = RULES.get(name);
  if (rule !== undefined) return rule;
  for (let at = name.indexOf('-'); at !== -1 && at < LONGEST_PREFIX; at = name.indexOf('-', at + 1)) {
    rule = RULES.get(name.slice(0, at + 1)) ?? rule;
  }
  return rule ?? NO_RULE;
}

/** Returns a header name with hyphens in place of its underscores. */
export function toHyphens(name: string): string {
  return name.includes('_') ? name.replaceAll('_', '-') : name;
}
