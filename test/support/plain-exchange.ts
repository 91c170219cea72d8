/** One request as on the wire. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  /** In the order and case of the wire; names may repeat. `body` determines the framing. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array | undefined;
}

export type PlainHeaders = Record<string, string | string[]>;

/** The result of a request: a complete response, or a connection that broke before the response was complete. */
export type PlainAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly statusMessage: string;
      readonly headers: PlainHeaders;
      readonly trailers: PlainHeaders;
      readonly body: Buffer;
    }
  | { readonly kind: 'broken' | 'silent' };

/** How many milliseconds to wait for a response: only one that never comes takes that long, on any machine. */
export const PATIENCE_MS = 20_000;

/** Collects a list of names and values like that of `rawHeaders`: names in lower case, `string[]` where one repeats. */
export function collectFields(raw: readonly string[]): PlainHeaders {
  const fields: PlainHeaders = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    const value = raw[at + 1]!;
    const earlier = fields[name];
    fields[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return fields;
}

/** Headers that the connection adds, or that change with time. */
const OF_THE_CONNECTION: readonly string[] = ['date', 'connection', 'keep-alive', 'transfer-encoding'];

/** Returns a response in the form in which two dispatches of one request are compared. */
export function comparable(answer: PlainAnswer): unknown {
  if (answer.kind !== 'answer') return answer.kind;
  const { status, statusMessage, headers, trailers, body } = answer;
  return {
    status: `${status} ${statusMessage}`,
    headers: Object.entries(headers).filter(([name]) => !OF_THE_CONNECTION.includes(name)),
    trailers: Object.entries(trailers),
    body: body.byteLength > 2_000 ? `${body.byteLength} bytes, ${sum(body)}` : body.toString('latin1'),
  };
}

function sum(bytes: Buffer): number {
  let total = 7;
  for (const byte of bytes) total = (total * 31 + byte) % 4_294_967_291;
  return total;
}
