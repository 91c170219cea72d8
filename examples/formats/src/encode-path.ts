/**
 * Returns a URL with the characters percent-encoded that no URL may have, as UTF-8: the core refuses them. Braces are among them, in
 * which it would see a variable.
 */
export function encodePath(url: string): string {
  return url.replace(/[^!$-;=?-[\]^-z|~]+/g, (characters) =>
    Buffer.from(characters).toString('hex').toUpperCase().replace(/../g, '%$&'),
  );
}
