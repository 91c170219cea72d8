import { ruleOf, toHyphens } from './header-rules.js';

/** Checks whether an operation must not carry a header of this lower-case name, unless an option allows it. */
export function isDeniedHeader(name: string): boolean {
  return ruleOf(name).isDenied === true;
}

/**
 * Checks whether a proxy identifies the client in a header of this lower-case name. Such a header is denied and inherited;
 * an operation may repeat the value of the batch request.
 */
export function isIdentityHeader(name: string): boolean {
  return ruleOf(name).isIdentity === true;
}

/** Checks whether every operation inherits the header of this lower-case name from the request of the batch. */
export function isInheritedHeader(name: string): boolean {
  return ruleOf(name).isInherited === true;
}

/**
 * Checks whether a batch carries a header of this lower-case name once, for all of its operations: they inherit it, and
 * either must not carry it themselves, or it identifies their caller.
 */
export function isCommonHeader(name: string): boolean {
  const { isInherited, isDenied, isCaller } = ruleOf(name);
  return isInherited === true && (isDenied === true || isCaller === true);
}

/**
 * Headers about the body, the preconditions or the answer of the batch itself. They would be wrong for an operation.
 */
const NEVER_INHERITED =
  /^(accept-encoding$|content-|if-|prefer$|idempotency-key$|expect$|max-forwards$|range$)/;

/** Checks whether the option `headers.inherit` may name a header of this lower-case name. */
export function isInheritable(rawName: string): boolean {
  const name = toHyphens(rawName);
  return !isHopByHopHeader(name) && !NEVER_INHERITED.test(name);
}

/**
 * Checks whether the option `headers.allow` may name a header of this lower-case name: not one that delimits a
 * message, names another host, or in which only a proxy identifies the client.
 */
export function isOptInHeader(name: string): boolean {
  return ruleOf(name).isFixed !== true;
}

/** Hop-by-hop headers (RFC 9110 section 7.6.1). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Checks whether a header of this lower-case name applies to one connection only, and so not to an operation. */
export function isHopByHopHeader(name: string): boolean {
  return HOP_BY_HOP.has(name);
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
