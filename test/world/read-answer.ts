import type { ReceivedAnswer } from './exchange.js';

/** The body of a response: what a handler of the world has answered, or a problem. */
interface ResponseBody {
  readonly scope?: string;
  readonly effect?: number;
  readonly type?: string;
  readonly detail?: string;
  readonly executed?: boolean | 'unknown';
  readonly because?: readonly string[];
}

/** The outcome of one operation or item, as a client reads it. */
export interface ReadResponse {
  readonly index?: number;
  readonly id?: string;
  readonly status: number;
  readonly body?: ResponseBody;
}

/** A document of a 207. */
export interface ReadDocument {
  readonly responses: readonly ReadResponse[];
  readonly summary: Readonly<Record<'total' | 'succeeded' | 'failed' | 'other', number>> | undefined;
  /** The same for the same outcomes, in whichever order they have arrived. */
  readonly text: string;
}

/** Reads the document of a 207, in JSON or NDJSON. */
export function readAnswer({ body }: ReceivedAnswer): ReadDocument {
  return readDocument(body);
}

/** Reads a document in JSON or NDJSON. */
export function readDocument(body: string): ReadDocument {
  if (!body.includes('\n')) {
    const { responses, summary } = JSON.parse(body) as Omit<ReadDocument, 'text'>;
    return { responses, summary, text: body };
  }
  const lines = body.trimEnd().split('\n');
  const values = lines.map((line) => JSON.parse(line) as ReadResponse & Pick<ReadDocument, 'summary'>);
  const responses = values.filter(({ summary }) => summary === undefined);
  return { responses, summary: values.at(-1)?.summary, text: lines.sort().join('\n') };
}

/** Returns the number of the operation or item that a response is for. */
export function unitOf({ index, id }: ReadResponse): number {
  return index ?? Number(id?.slice(1));
}

/** Returns the last part of the type of a problem of the library; `undefined` for an answer of a handler. */
export function problemOf({ body }: ReadResponse): string | undefined {
  return body?.type?.replace('urn:multistatus:problem:', '');
}
