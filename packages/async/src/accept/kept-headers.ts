import type { EnvelopeHeaders } from '@multistatus/core/adapter';
import { isInheritedHeader } from '@multistatus/wire';

/** Headers with which others could act for the client, and those with the URL of the request, which may have credentials in it. */
const SECRETS =
  /authorization|cookie|token|secret|passw|jwt|assertion|signature|session|csrf|xsrf|api-?key|^referer$|(?:^|-)(?:key|sid|otp|oidc-data|uri|url|original-path)$/;

/**
 * Returns the headers that are kept of a request for its operations: those that they inherit, without credentials. `added` has the
 * names that they inherit besides those that they always do.
 */
export function keptHeaders(headers: EnvelopeHeaders, added: ReadonlySet<string>): EnvelopeHeaders {
  const kept: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    const isInherited = isInheritedHeader(name) || added.has(name);
    if (value !== undefined && isInherited && !SECRETS.test(name.replaceAll('_', '-'))) kept[name] = value;
  }
  return kept;
}
