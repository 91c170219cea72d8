import type { DocumentPlace } from '@multistatus/document';

/** Checks whether a place is the end of a text, apart from white space. */
export function endsAt(text: string, { line, column }: DocumentPlace): boolean {
  if (line === undefined) return false;
  const lines = text.split(/\r\n?|\n/);
  const rest = lines.slice(line - 1);
  // A column counts characters, not code units.
  const [first = '', ...others] = rest;
  return [
    Array.from(first)
      .slice(column - 1)
      .join(''),
    ...others,
  ].every((part) => part.trim() === '');
}
