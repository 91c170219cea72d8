import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** An HTTP message as a page shows it. */
export interface ShownMessage {
  /** `POST /batch HTTP/1.1`, or `HTTP/1.1 207 Multi-Status`. */
  readonly start: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Reads an HTTP message as a page shows it: its head, an empty line, its body. */
export function readMessage(message: string): ShownMessage {
  const [, head = '', body = ''] = /^(.*?)(?:\n\n(.*))?$/s.exec(message) ?? [];
  const [start = '', ...fields] = head.split('\n');
  const headers = fields.map((field): [string, string] => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  });
  return { start, headers, body };
}

/** Sends a request as a page shows it to a port of this machine, and resolves with the response. */
export async function exchangeHttp(port: number, shown: string): Promise<ShownMessage> {
  const { start, headers, body } = readMessage(shown.replaceAll('localhost:3000', `127.0.0.1:${port}`));
  const [method = '', path = ''] = start.split(' ');
  const fields = Object.fromEntries(headers);
  const sent = request({ host: '127.0.0.1', port, method, path, headers: fields, agent: false });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return {
    start: `HTTP/1.1 ${response.statusCode} ${response.statusMessage}`,
    headers: Object.entries(response.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((each): [string, string] => [name, each]),
    ),
    body: await text(response),
  };
}
