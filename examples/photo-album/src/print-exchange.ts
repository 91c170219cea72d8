import { STATUS_CODES } from 'node:http';
import { bold, grey, inStatusColour } from './colour.js';
import { indentXml } from './indent-xml.js';

/** The response to a batch, with the body as text. */
export interface Answer {
  readonly accept: string;
  readonly status: number;
  readonly reason: string;
  readonly mediaType: string;
  /** True if the journal answered, and nothing ran. */
  readonly isReplayed: boolean;
  readonly text: string;
}

/** One operation of a batch, and its status. */
export interface Result {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
}

/** Returns a POST of JSON as a request line, headers and body. */
export function printRequest(url: string, body: string, key: string): string {
  const headers = `Content-Type: application/json\nIdempotency-Key: ${key}`;
  return `${bold(`POST ${url}`)}\n${grey(headers)}\n\n${body.trim()}\n\n`;
}

/** Returns a line per operation, in aligned columns under a heading. */
export function printTable(results: readonly Result[]): string {
  const heading = ['id', 'method', 'URL'];
  const rows = results.map(({ id, method, url }) => [id, method, url]);
  const widths = heading.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const align = (row: readonly string[]): string =>
    widths.map((width, column) => (row[column] ?? '').padEnd(width + 2)).join('');

  const lines = results.map(({ status }, index) => {
    const reason = `${status} ${STATUS_CODES[status] ?? ''}`;
    return `${align(rows[index] ?? [])}${inStatusColour(reason, status)}\n`;
  });
  return `${grey(`${align(heading)}status`)}\n${lines.join('')}\n`;
}

/** Returns the requested media type, the status line, the content type, and the document with line breaks. */
export function printAnswer({ accept, status, reason, mediaType, isReplayed, text }: Answer): string {
  const statusLine = inStatusColour(`${status} ${reason}`, status);
  const headers = `Content-Type: ${mediaType}${isReplayed ? '\nIdempotency-Replayed: true' : ''}`;
  return `${bold('Accept:')} ${accept}\n${statusLine}\n${grey(headers)}\n\n${layOut(text, mediaType)}\n\n`;
}

function layOut(text: string, mediaType: string): string {
  if (mediaType.includes('json')) {
    return JSON.stringify(JSON.parse(text), null, 2);
  }
  return mediaType.includes('xml') ? indentXml(text) : text;
}
