/** For each byte, what is written in its place: up to six bytes, as two numbers with the first byte lowest, and how many count. */
export interface EscapeTable {
  readonly first: Int32Array;
  readonly second: Uint16Array;
  readonly length: Uint8Array;
}

/** Returns a table in which every byte stands for itself, except those that `escapes` has a text for. */
export function toEscapeTable(escapes: Readonly<Record<number, string>>): EscapeTable {
  const first = Int32Array.from({ length: 256 }, (_, byte) => byte);
  const second = new Uint16Array(256);
  const length = new Uint8Array(256).fill(1);
  for (const [byte, text] of Object.entries(escapes)) {
    const codes = Array.from({ length: 6 }, (_, index) => text.charCodeAt(index) || 0);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = codes;
    first[Number(byte)] = a | (b << 8) | (c << 16) | (d << 24);
    second[Number(byte)] = e | (f << 8);
    length[Number(byte)] = text.length;
  }
  return { first, second, length };
}
