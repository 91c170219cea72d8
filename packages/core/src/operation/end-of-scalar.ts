const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_E = 0x65;
const LOWER_F = 0x66;
const LOWER_N = 0x6e;
const LOWER_T = 0x74;

/**
 * Returns the index after the JSON number or literal that starts at `start`. If it is not valid, returns the complement (`~`) of
 * the index of the first byte that is wrong.
 */
export function endOfScalar(bytes: Uint8Array, start: number): number {
  switch (bytes[start] ?? 0) {
    case LOWER_T:
      return endOfLiteral(bytes, start, 'true');
    case LOWER_F:
      return endOfLiteral(bytes, start, 'false');
    case LOWER_N:
      return endOfLiteral(bytes, start, 'null');
    default:
      return endOfNumber(bytes, start);
  }
}

function endOfLiteral(bytes: Uint8Array, start: number, literal: string): number {
  for (let index = 0; index < literal.length; index += 1) {
    if (bytes[start + index] !== literal.charCodeAt(index)) return ~(start + index);
  }
  return start + literal.length;
}

function endOfNumber(bytes: Uint8Array, start: number): number {
  let at = bytes[start] === MINUS ? start + 1 : start;
  // A number begins with one zero at most.
  at = bytes[at] === ZERO ? at + 1 : endOfDigits(bytes, at);
  if (at >= 0 && bytes[at] === POINT) at = endOfDigits(bytes, at + 1);
  // The letter E in either case.
  if (at >= 0 && ((bytes[at] ?? 0) | 0x20) === LOWER_E) {
    const sign = bytes[at + 1];
    at = endOfDigits(bytes, sign === PLUS || sign === MINUS ? at + 2 : at + 1);
  }
  return at;
}

/** Returns the index after one or more digits, or the complement of `start` if there is none. */
function endOfDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let code = bytes[at] ?? 0; code >= ZERO && code <= NINE; code = bytes[at] ?? 0) at += 1;
  return at === start ? ~start : at;
}
