interface RawJson {
  /** Missing in browsers before Chrome 114, Firefox 135 and Safari 18.4. */
  readonly rawJSON?: (this: void, text: string) => object;
}

/** Numbers that `JSON.parse` may round: those with more than 15 digits, and those with an exponent. */
const MAY_BE_ROUNDED = /\d[\d.]{15}|\d[eE]/;

/**
 * Parses JSON so that `JSON.stringify` writes every number as it stands in the text. Numbers that a double cannot hold become
 * objects that only `JSON.stringify` understands; in an old browser they are rounded.
 *
 * @throws {SyntaxError} if the text is not JSON.
 */
export function parseExactly(text: string): unknown {
  const { rawJSON } = JSON as RawJson;
  if (rawJSON === undefined || !MAY_BE_ROUNDED.test(text)) return JSON.parse(text);
  const keepNumber = (_: string, value: unknown, context?: { readonly source?: string }): unknown => {
    const source = context?.source;
    return typeof value === 'number' && source !== undefined && String(value) !== source
      ? rawJSON(source)
      : value;
  };
  return JSON.parse(text, keepNumber);
}
