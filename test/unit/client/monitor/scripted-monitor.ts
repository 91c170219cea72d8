import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serveTraffic, type Traffic } from '../serve-traffic.js';

/** How a request is answered. */
export type Answer = (res: ServerResponse, req: IncomingMessage) => void;

/** A server that takes batches to answer them later, as a script says. */
export interface ScriptedMonitor extends Traffic {
  /** What arrived, such as `GET /batch/monitors/1 text/event-stream 3`: with the media type, and Last-Event-ID. */
  readonly log: readonly string[];
  /** The key and the body of each batch. */
  readonly batches: readonly { readonly key: unknown; readonly body: string }[];
}

/** The path of the monitor. */
export const MONITOR = '/batch/monitors/1';

/** What the server answers, each in turn, the last one for ever. A request that nothing is said about gets 404. */
export interface Script {
  readonly post?: readonly Answer[];
  /** To GET of the monitor that accepts events. */
  readonly events?: readonly Answer[];
  /** To other GETs of the monitor. */
  readonly state?: readonly Answer[];
  readonly cancel?: readonly Answer[];
  /** To GET of the result of a batch that was cancelled. */
  readonly result?: readonly Answer[];
}

/** Starts such a server. A batch is answered 202 unless the script says something else. */
export async function serveScript(script: Script): Promise<ScriptedMonitor> {
  const log: string[] = [];
  const batches: { key: unknown; body: string }[] = [];
  const counts = new Map<string, number>();
  const answer = (kind: keyof Script, req: IncomingMessage, res: ServerResponse): void => {
    const answers = script[kind] ?? (kind === 'post' ? [running()] : [notFound]);
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    answers[Math.min(count, answers.length - 1)]?.(res, req);
  };
  const traffic = await serveTraffic((req, res) => {
    const { method, url, headers } = req;
    const type = headers.accept?.split(',', 1)[0] ?? '';
    log.push([method, url, type, headers['last-event-id']].filter(Boolean).join(' '));
    if (method === 'POST') {
      void text(req).then((body) => {
        batches.push({ key: headers['idempotency-key'], body });
        answer('post', req, res);
      });
    } else if (url === MONITOR && method === 'DELETE') answer('cancel', req, res);
    else if (url === MONITOR) answer(type === 'text/event-stream' ? 'events' : 'state', req, res);
    else if (url === `${MONITOR}/result`) answer('result', req, res);
    else notFound(res, req);
  });
  return { ...traffic, log, batches };
}

const notFound: Answer = (res) => problem(404, 'no-such-monitor')(res, res.req);

/** Answers with JSON. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return (res) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(JSON.stringify(value));
  };
}

/** Answers with a problem of the library. */
export function problem(status: number, slug: string, { headers = {}, ...members }: Members = {}): Answer {
  const value = {
    type: `urn:multistatus:problem:${slug}`,
    title: slug,
    status,
    executed: 'unknown',
    ...members,
  };
  return json(status, value, { 'content-type': 'application/problem+json', ...headers });
}

interface Members {
  readonly headers?: Record<string, string>;
  readonly [name: string]: unknown;
}

/** Answers that the batch is running, with `done` of two operations succeeded. */
export function running(done = 0, members: object = {}): Answer {
  const counts = { total: 2, done, succeeded: done, failed: 0, other: 0, percent: done * 50 };
  const value = { status: 'running', monitor: MONITOR, retryAfterSeconds: 7, progress: counts, ...members };
  return json(202, value, { location: MONITOR, 'retry-after': '7' });
}

/** Answers what became of the operations `a` and `b`, with these statuses. */
export function finished(a = 201, b = 201, executed: false | 'unknown' = false): Answer {
  const responses = [a, b].map((status, index) => ({
    ...{ id: 'ab'[index], index, href: '/x', status },
    ...(status < 400 ? {} : { headers: { 'content-type': 'application/problem+json' } }),
    ...(status < 400
      ? {}
      : { body: { type: 'urn:multistatus:problem:cancelled', title: 'x', status, executed } }),
  }));
  return json(207, { responses }, { asyncresult: '207' });
}

/** Sends the text of events, and then keeps the stream open, ends it, or destroys its socket. */
export function events(content: string, then: 'open' | 'end' | 'destroy' = 'end'): Answer {
  return (res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    if (then === 'end') res.end(content);
    else if (then === 'open') res.write(content === '' ? ':\n\n' : content);
    else res.write(content, () => res.destroy());
  };
}

/** The text of an event for an operation that succeeded. */
export function outcome(id: number): string {
  const data = { index: id - 1, id: 'ab'[id - 1], status: 201, result: 'succeeded' };
  return `id: ${id}\nevent: outcome\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The text of an event that says how many of two operations have succeeded. */
export function progress(done: number): string {
  const data = { total: 2, done, succeeded: done, failed: 0, other: 0, percent: done * 50 };
  return `event: progress\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The text of the last event. */
export const END = `event: end\ndata: {"status":207,"progress":{"total":2,"done":2,"succeeded":2,"failed":0,"other":0,"percent":100}}\n\n`;
