import { setTimeout } from 'node:timers/promises';

/** Milliseconds between two requests for a monitor. */
const POLL_MS = 20;

/** A request to an app. */
export interface Asked {
  readonly method?: string;
  readonly path: string;
  /** The token of its client. @defaultValue alice */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, if it is JSON. */
  readonly json: ReplyBody;
}

/** The members that tests read of monitors, documents and problems. */
export interface ReplyBody {
  readonly status?: string | number;
  readonly type?: string;
  readonly executed?: false | 'unknown';
  readonly progress?: { readonly total: number; readonly done: number };
  readonly responses?: readonly {
    readonly id: string;
    readonly status: number;
    readonly body?: { readonly type?: string; readonly executed?: false | 'unknown' };
  }[];
}

/** Sends a request, and returns its answer. */
export async function ask(
  { origin }: { readonly origin: string },
  { method = 'GET', path, token = 'alice', headers = {}, body }: Asked,
): Promise<Reply> {
  const response = await fetch(origin + path, {
    method,
    headers: { authorization: `Bearer ${token}`, accept: 'application/json', ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text.startsWith('{') ? (JSON.parse(text) as ReplyBody) : {},
  };
}

/** Sends a batch that is to be answered later. */
export function askLater(
  app: { readonly origin: string },
  body: string,
  { headers, ...more }: Partial<Asked> = {},
): Promise<Reply> {
  return ask(app, {
    method: 'POST',
    path: '/batch',
    headers: { 'content-type': 'application/json', prefer: 'respond-async', ...headers },
    body,
    ...more,
  });
}

/** Sends a list of items in NDJSON that is to be answered later. */
export function askListLater(
  app: { readonly origin: string },
  names: readonly string[],
  more: Partial<Asked> = {},
): Promise<Reply> {
  const body = names.map((name) => `${JSON.stringify({ name })}\n`).join('');
  const { headers, ...rest } = more;
  return askLater(app, body, {
    path: '/items',
    headers: { 'content-type': 'application/x-ndjson', ...headers },
    ...rest,
  });
}

/** Returns the path of the monitor that an answer names. @throws {Error} if the request was not accepted. */
export function monitorIn({ status, headers, text }: Reply): string {
  const path = headers.get('location');
  if (status !== 202 || path === null) throw new Error(`Answered ${status}: ${text}`);
  return path;
}

/** Asks a monitor until its request has ended, and returns the answer. */
export async function askUntilEnded(
  app: { readonly origin: string },
  path: string,
  more: Partial<Asked> = {},
): Promise<Reply> {
  for (;;) {
    const reply = await ask(app, { ...more, path });
    if (reply.status !== 202) return reply;
    await setTimeout(POLL_MS);
  }
}

/** Resolves when a condition is true. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await setTimeout(POLL_MS);
}
