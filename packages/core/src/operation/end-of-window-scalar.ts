import { WINDOW, WORDS } from './scan-window.js';

// A constant of this module, so that V8 knows its address: see WINDOW.
const bytes = WINDOW;
const words = WORDS;

const PLUS = 0x2b;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LOWER_E = 0x65;
// Four bytes as one number, with the first byte lowest.
const TRUE = 0x65757274;
const ALSE = 0x65736c61;
const NULL = 0x6c6c756e;

/** Returns the index after the JSON number or literal at `start` of the window; a negative number if it is not valid. */
export function endOfWindowScalar(start: number): number {
  switch (bytes[start] as number) {
    case 0x74: // t
      return words.getInt32(start, true) === TRUE ? start + 4 : -1;
    case 0x66: // f
      return words.getInt32(start + 1, true) === ALSE ? start + 5 : -1;
    case 0x6e: // n
      return words.getInt32(start, true) === NULL ? start + 4 : -1;
    default:
      return endOfNumber(start);
  }
}

/** The loops over digits are written out: with a function for them, V8 takes half as long again. */
function endOfNumber(start: number): number {
  let at = start;
  let code = bytes[at] as number;
  if (code === MINUS) code = bytes[++at] as number;
  // A number begins with one zero at most.
  if (code === ZERO) code = bytes[++at] as number;
  else {
    if (code < ZERO || code > NINE) return -1;
    do code = bytes[++at] as number;
    while (code >= ZERO && code <= NINE);
  }
  if (code === POINT) {
    code = bytes[++at] as number;
    if (code < ZERO || code > NINE) return -1;
    do code = bytes[++at] as number;
    while (code >= ZERO && code <= NINE);
  }
  // The letter E in either case.
  if ((code | 0x20) !== LOWER_E) return at;
  code = bytes[++at] as number;
  if (code === PLUS || code === MINUS) code = bytes[++at] as number;
  if (code < ZERO || code > NINE) return -1;
  do code = bytes[++at] as number;
  while (code >= ZERO && code <= NINE);
  return at;
}
