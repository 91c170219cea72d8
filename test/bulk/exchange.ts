import { once } from 'node:events';
import {
  Agent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
} from 'node:http';
import { createGunzip } from 'node:zlib';

export const JSON_TYPE = 'application/json';
export const NDJSON = 'application/x-ndjson';

/** After so many milliseconds without a byte, a test has failed: no server is waited for forever. */
const SILENCE_MS = 3_000;

/** One request to `/photos`. */
export interface Sent {
  /** A value is sent as JSON, text and bytes as they are. */
  readonly body?: unknown;
  readonly path?: string;
  readonly method?: string;
  readonly type?: string;
  readonly accept?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent;
}

/** The whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Of a response in a document, what the tests look at. */
export interface ItemResponse {
  readonly index: number;
  readonly href: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  readonly bodyOmitted?: string;
}

export interface Summary {
  readonly total: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly other: number;
}

/** Sends a request over a socket and gives its whole answer. */
export async function exchange(port: number, sent: Sent = {}): Promise<Answer> {
  const { body, type = typeof body === 'string' ? NDJSON : JSON_TYPE } = sent;
  // Where the connection is to be closed, Node closes it under a client that is still sending a refused body.
  const agent = sent.agent ?? new Agent({ keepAlive: true });
  try {
    const outgoing = open(port, { ...sent, type, agent });
    outgoing.on('error', () => undefined); // where the answer has come already
    outgoing.setTimeout(SILENCE_MS, () => outgoing.destroy(new Error('The server has fallen silent')));
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    const isRaw = typeof body === 'string' || body instanceof Uint8Array || body === undefined;
    outgoing.end(isRaw ? body : JSON.stringify(body));
    const [incoming] = await answered;
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    return {
      status: incoming.statusCode!,
      headers: incoming.headers,
      text: Buffer.concat(chunks).toString(),
    };
  } finally {
    if (sent.agent === undefined) agent.destroy();
  }
}

/** Reads the document of a JSON answer. */
export function readDocument(answer: Answer): { summary: Summary; responses: ItemResponse[] } {
  return JSON.parse(answer.text) as { summary: Summary; responses: ItemResponse[] };
}

/** Reads the lines of an NDJSON answer: each outcome as it came, and the summary. */
export function readLines({ text }: Answer): { outcomes: ItemResponse[]; summary: Summary | undefined } {
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  const last = lines.at(-1) as { summary?: Summary };
  const outcomes = (last.summary === undefined ? lines : lines.slice(0, -1)) as ItemResponse[];
  return { outcomes, summary: last.summary };
}

/** The outcomes of an NDJSON answer in the order of the request. */
export function inOrder(outcomes: readonly ItemResponse[]): ItemResponse[] {
  return outcomes.toSorted((a, b) => a.index - b.index);
}

/** The status of each item, in the order of the document. */
export function statusesOf(answer: Answer): number[] {
  const isNdjson = answer.headers['content-type']!.startsWith(NDJSON);
  const responses = isNdjson ? inOrder(readLines(answer).outcomes) : readDocument(answer).responses;
  return responses.map(({ status }) => status);
}

/** A request that is sent piece by piece while its answer is read line by line. */
export class OpenExchange {
  readonly request: ClientRequest;
  #lines: AsyncGenerator<object> | undefined;

  constructor(port: number, sent: Sent = {}) {
    this.request = open(port, { type: NDJSON, accept: NDJSON, ...sent });
    this.request.on('error', () => undefined); // as when the test leaves
    this.request.setTimeout(SILENCE_MS, () =>
      this.request.destroy(new Error('The server has fallen silent')),
    );
    this.request.flushHeaders();
  }

  /** Resolves when the system has taken it. */
  send(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.request.write(text, (error) => (error == null ? resolve() : reject(error)));
    });
  }

  end(): void {
    this.request.end();
  }

  async response(): Promise<IncomingMessage> {
    const response = (this.request as { res?: IncomingMessage }).res;
    return response ?? ((await once(this.request, 'response')) as [IncomingMessage])[0];
  }

  /** The next line of the answer; `undefined` after the last one. Rejects if the answer was cut off. */
  async nextLine(): Promise<(ItemResponse & { readonly summary?: Summary }) | undefined> {
    this.#lines ??= linesOf(await this.response());
    const { value, done } = await this.#lines.next();
    return done === true ? undefined : (value as ItemResponse);
  }

  leave(): void {
    this.request.destroy();
  }
}

async function* linesOf(incoming: IncomingMessage): AsyncGenerator<object> {
  let rest = '';
  const isCoded = incoming.headers['content-encoding'] === 'gzip';
  const content = isCoded ? incoming.pipe(createGunzip()) : incoming;
  for await (const chunk of content.setEncoding('utf8')) {
    const lines = (rest + (chunk as string)).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line) as object;
  }
}

function open(
  port: number,
  { path = '/photos', method = 'POST', type, accept, headers, agent }: Sent,
): ClientRequest {
  return request({
    host: '127.0.0.1',
    port,
    path,
    method,
    agent: agent ?? false,
    headers: {
      ...(type === undefined || type === '' ? {} : { 'content-type': type }),
      ...(accept === undefined ? {} : { accept }),
      ...headers,
    },
  });
}

/** A promise that the test settles itself. */
export interface Gate<Value = void> {
  readonly promise: Promise<Value>;
  readonly open: (value: Value) => void;
}

export function createGate<Value = void>(): Gate<Value> {
  let open: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

/** Resolves when `is` gives true; looks after every turn of the event loop. */
export async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setImmediate(resolve));
}
