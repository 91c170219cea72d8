import { ClientConnection, type EnvelopeRequest } from '@multistatus/core/adapter';
import { LOSSES } from '../client.js';
import type { KeyPlan } from '../plan.js';
import { requestBody } from '../request-body.js';
import type { Outer } from './app-endpoints.js';
import type { LaterWorld } from './later-world.js';

/** What a client sends. */
export interface Message {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly outer: Outer;
  /** Of a POST: what it is sent to, and what it has. */
  readonly post?: { readonly endpoint: KeyPlan['endpoint']; readonly body: string };
  readonly onPiece?: (piece: string) => void;
}

/** An answer that has arrived as a whole. */
export interface Answer {
  readonly at: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Longer than any answer takes, if the server has not forgotten it. */
const PATIENCE_MS = 45_000;

/** Sends a request once, to one of the web processes. Resolves to `undefined` if the connection breaks. */
export function send(world: LaterWorld, message: Message): Promise<Answer | undefined> {
  const { time, random, webs, hasFaults } = world;
  const process = random.pick(webs);
  const how = hasFaults && !world.isCalm ? random.weighted(LOSSES) : 'never';
  const connection = new ClientConnection();
  const { method, url, headers, outer, post, onPiece } = message;
  const stream = requestBody(world, process, {
    text: post?.body ?? '',
    cutAfter: how === 'while it is sent' ? random.integer(0, 4) : Number.POSITIVE_INFINITY,
    onCut: () => connection.close(),
  });
  const envelope: EnvelopeRequest = {
    method,
    url,
    headers: { host: 'world.example', ...headers },
    body: { kind: 'stream', stream },
    responseHeaders: {},
    isOperation: false,
    outer,
    signal: connection,
  };
  const name = `${method} ${world.anonymous(url)} of ${outer.captured.scope}`;
  world.note(`${process.name} gets ${name}, connection breaks: ${how}`);
  return new Promise((resolve) => {
    let isOver = false;
    const end = (answer: Answer | undefined): void => {
      if (isOver) return;
      isOver = true;
      patience.isCancelled = true;
      if (answer === undefined) time.after(0, () => connection.close(), { loop: process });
      world.note(`the client of ${name} gets ${answer?.status ?? 'nothing'}`);
      resolve(answer);
    };
    const handle = () =>
      post === undefined ? process.handleMonitor(envelope) : process.handle(post.endpoint, envelope);
    const onArrival = onPiece && ((piece: string) => (isOver ? undefined : onPiece(piece)));
    process.serve({ connection, how, handle, onPiece: onArrival }, (answer) => {
      end(answer && { at: time.now, ...answer.response, body: answer.body });
    });
    const patience = time.after(PATIENCE_MS, () => end(undefined));
  });
}

/** Returns the milliseconds after which a client tries again. */
export function pauseAfter({ random }: LaterWorld, answer: Answer | undefined): number {
  if (answer === undefined) return 20 + random.next() * 600;
  return Number(answer.headers['retry-after'] ?? 1) * 1_000 * (0.3 + random.next() * 0.7);
}

/** Returns the body of a problem; an empty object if it is none. */
export function problemOf({ status, body }: Answer): {
  readonly type?: string;
  readonly executed?: boolean | 'unknown';
} {
  return status < 400 ? {} : (JSON.parse(body) as object);
}
