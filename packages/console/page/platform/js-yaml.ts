// In place of js-yaml, where bundle.mjs puts it: the library of the XML writer can also write YAML, which weighs 14 kB gzipped.

/** Returns no value: the page reads no YAML. */
export function load(): undefined {
  return undefined;
}

/** Returns no text: the page writes no YAML. */
export function dump(): string {
  return '';
}
