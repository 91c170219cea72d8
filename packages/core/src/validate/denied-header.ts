import {
  isDeniedHeader,
  isHopByHopHeader,
  isIdentityHeader,
  isInheritedHeader,
  toHyphens,
} from '@multistatus/wire';
import type { HeaderIssue } from '../http/field-syntax.js';
import type { ResolvedHeaders } from '../options/resolve-headers.js';

/** The options that decide which headers an operation must not have. */
export type HeaderRules = Pick<ResolvedHeaders, 'allow' | 'deny' | 'inherit'>;

/** Checks whether an operation must not set the header with this lower-case name. */
export function isDenied(name: string, { allow, deny }: HeaderRules): boolean {
  if (allow.has(name)) return false;
  if (isDeniedHeader(name)) return true;
  if (deny.names.size === 0 && deny.prefixes.length === 0) return false;
  const hyphened = toHyphens(name);
  return deny.names.has(hyphened) || deny.prefixes.some((prefix) => hyphened.startsWith(prefix));
}

/** Returns the issue of a header that {@link isDenied}, with the reason. */
export function deniedIssue(name: string, { inherit }: HeaderRules): HeaderIssue {
  return { code: 'denied-header', detail: `An operation may not set this header${reasonOf(name, inherit)}` };
}

function reasonOf(name: string, inherit: ReadonlySet<string>): string {
  if (isIdentityHeader(name)) return ': proxies write it, and operations inherit that of the batch request';
  if (isInheritedHeader(name) || inherit.has(name)) return '; it inherits that of the batch request';
  if (isHopByHopHeader(name)) return ': it applies to one connection only';
  return isDeniedHeader(name) ? '' : ': this server denies it';
}
