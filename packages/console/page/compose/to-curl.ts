import type { CopiedHeader } from './copied-headers.js';

/**
 * Returns a command for a POSIX shell that sends a batch. The batch is a here-document: it needs no quoting, and may be longer than an
 * argument. Valid JSON has no line that is only the word that ends it.
 */
export function toCurl(url: string, text: string, headers: readonly CopiedHeader[]): string {
  const fields = headers.map((header) => ` \\\n  -H ${quoteHeader(header)}`).join('');
  return `curl ${quote(url)} \\\n  -H 'Content-Type: application/json' \\\n  -H 'Accept: application/json'${fields} \\\n  --data-binary @- <<'BATCH'\n${text.trimEnd()}\nBATCH\n`;
}

function quoteHeader({ name, text, variable }: CopiedHeader): string {
  return variable === undefined ? quote(`${name}: ${text}`) : `"${name}: ${text}$${variable}"`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
