/**
 * Gives back a copy of an XML document with one element a line, for people to read.
 *
 * For display alone: white space is content to some readers. Knows neither comments nor CDATA sections.
 */
export function indentXml(xml: string): string {
  let depth = 0;
  const lines = xml
    .trim()
    .split(/(?<=>)\s*(?=<)/)
    .map((piece) => {
      if (piece.startsWith('</')) {
        depth -= 1;
      }
      const line = '  '.repeat(depth) + piece;
      // A piece that holds its own end, as in <D:href>/albums/4</D:href>, stays one line.
      if (/^<[^/?!]/.test(piece) && !piece.endsWith('/>') && !piece.includes('</')) {
        depth += 1;
      }
      return line;
    });
  return lines.join('\n');
}
