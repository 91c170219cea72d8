import { boundaryOf } from '#wire/multipart/content-type.js';
import { readHttpResponse } from '#wire/multipart/http-message.js';
import { readMultipart } from '#wire/multipart/read-multipart.js';

/** The answer to a batch, and its parts if it has any. */
export interface GoogleAnswer {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  readonly parts: readonly {
    readonly id: string | undefined;
    readonly status: number;
    readonly fields: readonly (readonly [string, string])[];
    /** One character for each byte. */
    readonly body: string;
  }[];
}

/** Sends a batch, as a client of Google does. */
export async function sendGoogle(
  origin: string,
  {
    type,
    body,
    ...headers
  }: Readonly<Record<string, string>> & { readonly type: string; readonly body: string },
): Promise<GoogleAnswer> {
  const response = await fetch(`${origin}/batch`, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body: Buffer.from(body, 'latin1'),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const answerType = response.headers.get('content-type');
  const boundary = boundaryOf(answerType ?? undefined);
  const limits = { maxParts: 1_000, maxHeadBytes: 10_000 };
  const parts = boundary === undefined ? [] : readMultipart(bytes, boundary, limits);
  return {
    status: response.status,
    type: answerType,
    text: Buffer.from(bytes).toString('latin1'),
    parts: parts.map(({ headers: { 'content-id': id }, body: message }) => {
      const { status, fields, body: content } = readHttpResponse(message, limits);
      return { id, status, fields, body: Buffer.from(content).toString('latin1') };
    }),
  };
}

/** Returns a batch of these requests, each the lines of an HTTP message. */
export function toParts(requests: readonly (readonly string[])[]): {
  readonly type: string;
  readonly body: string;
} {
  const parts = requests.map((lines) => `--b\nContent-Type: application/http\n\n${lines.join('\n')}\n\n`);
  return { type: 'multipart/mixed; boundary=b', body: `${parts.join('')}--b--` };
}
