import type { DocumentPlace } from '../document-error.js';

const LOW_SURROGATES = /[\uDC00-\uDFFF]/g;

/** Counts the lines and columns of a text that goes by in pieces, both from 1. */
export interface TextPosition {
  /** Goes past a piece of the text. */
  advance(text: string): void;
  /** Where the next character stands. */
  place(): DocumentPlace;
}

/** Gives a position at the beginning of a text. Lines end with LF, CRLF or CR. */
export function createTextPosition(): TextPosition {
  let line = 1;
  let column = 1;
  let isAfterCr = false;
  return {
    advance: (text) => {
      if (text === '') return;
      // The LF of a CRLF that lies across two pieces ends no further line.
      let lineStart = isAfterCr && text.startsWith('\n') ? 1 : 0;
      const lineEnd = /\r\n?|\n/g;
      lineEnd.lastIndex = lineStart;
      while (lineEnd.test(text)) {
        line += 1;
        column = 1;
        lineStart = lineEnd.lastIndex;
      }
      // A character of two code units counts once.
      column += text.length - lineStart - (text.slice(lineStart).match(LOW_SURROGATES)?.length ?? 0);
      isAfterCr = text.endsWith('\r');
    },
    place: () => ({ line, column }),
  };
}

/** Gives the line and the column of a character of a text, by its index. */
export function placeAt(text: string, index: number): DocumentPlace {
  const position = createTextPosition();
  position.advance(text.slice(0, index));
  return position.place();
}
