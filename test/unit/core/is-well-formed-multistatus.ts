import { SaxesParser } from 'saxes';

/** Checks whether a text is namespace-well-formed XML with `multistatus` of `DAV:` as its root. */
export function isWellFormedMultistatus(text: string): boolean {
  const parser = new SaxesParser({ xmlns: true });
  let root: string | undefined;
  let hasFailed = false;
  parser.on('error', () => {
    hasFailed = true;
  });
  parser.on('opentag', ({ uri, local }) => {
    root ??= `{${uri}}${local}`;
  });
  parser.write(text).close();
  return !hasFailed && root === '{DAV:}multistatus';
}
