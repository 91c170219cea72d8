import type { DocumentPlace } from '../document-error.js';

const LOW_SURROGATES = /[\uDC00-\uDFFF]/g;

/** Tracks line and column, both from 1, in a text that arrives in pieces. */
export interface TextPosition {
  /** Moves past a piece of the text. */
  advance(text: string): void;
  /** Returns the line and column of the next character. */
  place(): DocumentPlace;
}

/** Creates a position at the beginning of a text. Lines end with LF, CRLF or CR. */
export function createTextPosition(): TextPosition {
  let line = 1;
  let column = 1;
  let isAfterCr = false;
  return {
    advance: (text) => {
      if (text === '') return;
      // If a CRLF is split over two pieces, its CR has already ended the line.
      let lineStart = isAfterCr && text.startsWith('\n') ? 1 : 0;
      const lineEnd = /\r\n?|\n/g;
      lineEnd.lastIndex = lineStart;
      while (lineEnd.test(text)) {
        line += 1;
        column = 1;
        lineStart = lineEnd.lastIndex;
      }
      // A surrogate pair counts as one column.
      column += text.length - lineStart - (text.slice(lineStart).match(LOW_SURROGATES)?.length ?? 0);
      isAfterCr = text.endsWith('\r');
    },
    place: () => ({ line, column }),
  };
}

/** Returns the line and column of the character at an index of a text. */
export function positionAt(text: string, index: number): DocumentPlace {
  const position = createTextPosition();
  position.advance(text.slice(0, index));
  return position.place();
}
