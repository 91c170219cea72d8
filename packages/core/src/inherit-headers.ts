import { isInheritedHeader } from './header-policy.js';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Picks from the envelope's request headers those that every operation carries as if it had come by itself. */
export function inheritHeaders(envelopeHeaders: Headers): Record<string, string | readonly string[]> {
  const inherited: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(envelopeHeaders)) {
    if (value !== undefined && isInheritedHeader(name)) inherited[name] = value;
  }
  return inherited;
}
