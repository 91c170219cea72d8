/**
 * Returns the first `shown` characters of a text in pieces: one of `first`, then of `more` characters each. A piece stays the
 * same when more is shown, so that it is not drawn again.
 */
export function splitText(
  text: string,
  { first, more, shown }: { readonly first: number; readonly more: number; readonly shown: number },
): string[] {
  const pieces: string[] = [];
  const end = Math.min(text.length, shown);
  for (let from = 0, to = first; from < end; to += more) {
    const until = Math.min(to, end);
    // The second half of a surrogate pair stays with the first.
    const whole = isLowSurrogate(text, until) ? until + 1 : until;
    pieces.push(text.slice(from, whole));
    from = whole;
  }
  return pieces;
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff;
}
