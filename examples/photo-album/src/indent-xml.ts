/**
 * Returns a copy of an XML document with one element per line, for people to read.
 *
 * Only for display: white space is content to some readers. Does not support comments and CDATA sections.
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
      // A piece that contains its own end tag, as in <D:href>/albums/4</D:href>, stays on one line.
      if (/^<[^/?!]/.test(piece) && !piece.endsWith('/>') && !piece.includes('</')) {
        depth += 1;
      }
      return line;
    });
  return lines.join('\n');
}
