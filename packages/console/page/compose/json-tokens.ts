/** Returns the tokens of a text that is valid JSON, without the white space between them. A regular expression would fail on long strings. */
export function* jsonTokens(text: string): Generator<string, void> {
  let at = 0;
  while (at < text.length) {
    const start = at;
    const character = text[at] ?? '';
    if (character <= ' ') {
      at += 1;
      continue;
    }
    if (character === '"') at = endOfString(text, start);
    else if ('{}[],:'.includes(character)) at += 1;
    else at = endOfScalar(text, start);
    yield text.slice(start, at);
  }
}

/** A quote ends the string unless an odd number of backslashes is before it. */
function endOfString(text: string, start: number): number {
  let quote = text.indexOf('"', start + 1);
  while (quote >= 0) {
    let before = quote - 1;
    while (text[before] === '\\') before -= 1;
    if ((quote - before) % 2 === 1) return quote + 1;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
}

function endOfScalar(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && !/[\s{}[\],:"]/.test(text.charAt(at))) at += 1;
  return at;
}
