/** One request as it stands on the wire. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  /** In the order and case of the wire; names may repeat. Framing follows from `body`. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Uint8Array | undefined;
}

export type PlainHeaders = Record<string, string | string[]>;

/** What became of a request: a whole answer, or a connection that broke before the answer was whole. */
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

/** After so many milliseconds without an answer, none is waited for any more. */
export const PATIENCE_MS = 400;

/** Gathers a list of names and values as `rawHeaders` has it: names in lower case, `string[]` where one repeats. */
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

/** What the connection adds to a message, or changes with the time of day. */
const OF_THE_CONNECTION: readonly string[] = ['date', 'connection', 'keep-alive', 'transfer-encoding'];

/** Gives an answer the form in which two dispatches of one request are compared. */
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
