import type { CopiedHeader } from './copied-headers.js';

/**
 * Returns a command for a POSIX shell that sends a batch. The batch is a here-document: it needs no quoting, and may be longer than an
 * argument. The word that ends it occurs nowhere in the batch, so that no line of a text that is not JSON is run as a command.
 */
export function toCurl(url: string, text: string, headers: readonly CopiedHeader[]): string {
  const fields = headers.map((header) => ` \\\n  -H ${quoteHeader(header)}`).join('');
  let end = 'BATCH';
  while (text.includes(end)) end += '_';
  return `curl ${quote(url)} \\\n  -H 'Content-Type: application/json' \\\n  -H 'Accept: application/json'${fields} \\\n  --data-binary @- <<'${end}'\n${text.trimEnd()}\n${end}\n`;
}

function quoteHeader({ name, text, variable }: CopiedHeader): string {
  return variable === undefined ? quote(`${name}: ${text}`) : `"${name}: ${text}$${variable}"`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
