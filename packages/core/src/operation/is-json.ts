import { MAX_BODY_DEPTH } from '@multistatus/document/writer';
import { endOfWindowScalar } from './end-of-window-scalar.js';
import { endOfWindowString } from './end-of-window-string.js';
import { CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './json-characters.js';
import { loadWindow, WINDOW } from './scan-window.js';

// A constant of this module, so that V8 knows its address: see WINDOW.
const bytes = WINDOW;

const SPACE = 0x20;

/** For each level, from 1, the bracket that closes it. */
const CLOSING: Uint8Array = new Uint8Array(MAX_BODY_DEPTH + 1);

/**
 * Checks whether at most `MAX_SHORT_BYTES` bytes are one JSON text (RFC 8259) of at most `MAX_BODY_DEPTH` levels. Accepts what
 * `JSON.parse` accepts, in a third of its time, and creates no value. Does not check whether the bytes are valid UTF-8.
 *
 * Looks for white space before it calls `skipSpace`, because in V8 the call takes longer than everything else about a token.
 */
export function isJson(source: Uint8Array): boolean {
  loadWindow(source);
  let depth = 0;
  let at = 0;
  for (;;) {
    if ((bytes[at] as number) <= SPACE) at = skipSpace(at);
    const code = bytes[at] as number;
    if (code === QUOTE) {
      at = endOfWindowString(at + 1);
      if (at < 0) return false;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      if (depth === MAX_BODY_DEPTH) return false;
      at += 1;
      if ((bytes[at] as number) <= SPACE) at = skipSpace(at);
      if (bytes[at] !== code + 2) {
        depth += 1;
        CLOSING[depth] = code + 2;
        if (code === OPEN_BRACKET) continue;
        at = endOfName(at);
        if (at < 0) return false;
        continue;
      }
      at += 1; // it is empty
    } else {
      at = endOfWindowScalar(at);
      if (at < 0) return false;
    }
    // A value has ended, and perhaps objects and arrays around it.
    for (;;) {
      if ((bytes[at] as number) <= SPACE) at = skipSpace(at);
      if (depth === 0) return at === source.length;
      if (bytes[at] !== CLOSING[depth]) break;
      at += 1;
      depth -= 1;
    }
    if (bytes[at] !== COMMA) return false;
    at += 1;
    if (CLOSING[depth] === CLOSE_BRACKET) continue;
    if ((bytes[at] as number) <= SPACE) at = skipSpace(at);
    at = endOfName(at);
    if (at < 0) return false;
  }
}

/** Returns the index after a name and its colon; a negative number if there are none. */
function endOfName(start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  let at = endOfWindowString(start + 1);
  if (at < 0) return at;
  if (bytes[at] !== COLON) at = skipSpace(at);
  return bytes[at] === COLON ? at + 1 : -1;
}

function skipSpace(start: number): number {
  let at = start;
  for (;;) {
    const code = bytes[at];
    if (code !== SPACE && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at += 1;
  }
}
