/** Texts that do harm on a page that takes them for anything but text. One that is executed sets `pwned`. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  script: '</script><img src=x onerror=globalThis.pwned=1>',
  attribute: '"\'><svg onload=globalThis.pwned=1>',
  url: 'javascript:globalThis.pwned=1',
  // Right-to-left override and isolate, which are never closed.
  bidi: 'photo\u202Egnp.exe\u2066',
  control: 'a\u0000b\u0007c\u001B[31md\u009Be\uFFFFf',
  surrogate: 'a\uD800b',
  word: 'W'.repeat(5_000),
  lines: 'line\n'.repeat(500),
};

/** A text that has all of them. */
export const HOSTILE: string = Object.values(HOSTILE_TEXTS).join(' ');
