// In place of Node's `url`, where bundle.mjs puts it: a library of the XML writer asks for it, and the page calls none of it.

/** Returns the domain as it is. */
export function domainToASCII(domain: string): string {
  return domain;
}

/** Returns the domain as it is. */
export function domainToUnicode(domain: string): string {
  return domain;
}
