import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AsyncApp } from './async-hosts.js';

/** A request to an app, as its client `ana` unless another one is named. */
export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly client?: string;
}

/** An answer that has arrived completely. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON. */
  readonly json: AnyJson;
}

/** The members that the tests read of documents, monitors and problems. */
interface AnyJson {
  readonly status?: string;
  readonly monitor?: string;
  readonly monitors?: readonly { readonly monitor: string; readonly status: string }[];
  readonly next?: string;
  readonly createdAt?: string;
  readonly progress?: { readonly total: number; readonly done: number };
  readonly responses?: readonly {
    readonly index?: number;
    readonly status: number;
    readonly body?: AnyProblem;
  }[];
  readonly summary?: { readonly total: number; readonly succeeded: number };
  readonly type?: string;
  readonly result?: string;
  readonly limit?: string;
  readonly max?: number;
  readonly actual?: number;
  readonly executed?: unknown;
}

interface AnyProblem {
  readonly type?: string;
  readonly executed?: unknown;
}

/** Sends a request, and returns its answer as soon as its head has arrived. */
export async function open({ port }: Pick<AsyncApp, 'port'>, sent: Sent): Promise<IncomingMessage> {
  const { method = 'GET', path, headers = {}, body, client = 'ana' } = sent;
  const named = client === '' ? {} : { 'x-client-name': client };
  const outgoing = request({
    port,
    host: '127.0.0.1',
    method,
    path,
    agent: false,
    headers: { ...named, ...headers },
  });
  outgoing.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  return incoming;
}

/** Sends a request, and returns its answer. */
export async function send(app: Pick<AsyncApp, 'port'>, sent: Sent): Promise<Answer> {
  return readAnswer(await open(app, sent));
}

export async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk as string;
  const type = incoming.headers['content-type'] ?? '';
  const json = /^application\/(problem\+)?json/.test(type) && text !== '' ? JSON.parse(text) : {};
  return { status: incoming.statusCode ?? 0, headers: incoming.headers, text, json };
}

/** Sends a batch that prefers to be answered later. */
export function sendBatch(
  app: Pick<AsyncApp, 'port'>,
  requests: readonly object[],
  { headers, client, more = {} }: { headers?: Sent['headers']; client?: string; more?: object } = {},
): Promise<Answer> {
  return send(app, {
    method: 'POST',
    path: '/batch',
    headers: { 'content-type': 'application/json', prefer: 'respond-async', ...headers },
    body: { requests, ...more },
    ...(client === undefined ? {} : { client }),
  });
}

/** Sends a list that prefers to be answered later: NDJSON if it is a text. */
export function sendList(
  app: Pick<AsyncApp, 'port'>,
  items: readonly unknown[] | string,
  headers: Sent['headers'] = {},
): Promise<Answer> {
  const type = typeof items === 'string' ? 'application/x-ndjson' : 'application/json';
  return send(app, {
    method: 'PATCH',
    path: '/photos',
    headers: { 'content-type': type, prefer: 'respond-async', accept: 'application/json', ...headers },
    body: items,
  });
}

/** Returns so many operations: `POST /things/0`, and so on. */
export function things(count: number): readonly { readonly method: string; readonly url: string }[] {
  return Array.from({ length: count }, (_, n) => ({ method: 'POST', url: `/things/${n}` }));
}

/** Reads a monitor until its request has ended, and returns the last answer. */
export async function untilEnded(
  app: Pick<AsyncApp, 'port'>,
  path: string,
  headers: Sent['headers'] = {},
): Promise<Answer> {
  for (;;) {
    const answer = await send(app, { path, headers });
    if (answer.status !== 202) return answer;
  }
}

/** Resolves once `isTrue` returns true. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setImmediate(resolve));
}

/** A promise that a test resolves. */
export interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

export function gate(): Gate {
  let resolve = (): void => undefined;
  const opened = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { opened, open: () => resolve() };
}

/** An event of a `text/event-stream`. */
export interface ReceivedEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: { readonly index?: number; readonly status?: unknown; readonly progress?: object };
}

/** Returns the events of a stream as they arrive. */
export async function* eventsOf(incoming: IncomingMessage): AsyncGenerator<ReceivedEvent, void, undefined> {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) {
    text += chunk as string;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s))) as Record<
        string,
        string
      >;
      if (fields['event'] === undefined) continue;
      const { id, event, data = '' } = fields;
      yield { ...(id === undefined ? {} : { id }), event, data: JSON.parse(data) };
    }
  }
}
