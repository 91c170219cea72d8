import type { IncomingMessage, ServerResponse } from 'node:http';

/** What a client has sent, and what it got; bodies as Latin-1. */
export interface Exchange {
  readonly request: {
    readonly line: string;
    readonly headers: IncomingMessage['headers'];
    readonly body: string;
  };
  readonly answer: { readonly status: number; readonly type: string; readonly body: string };
}

/** Calls `keep` with what came and went, once the answer has ended. The app reads the request as ever. */
export function recordExchange(
  req: IncomingMessage,
  res: ServerResponse,
  keep: (exchange: Exchange) => void,
): void {
  const { method, url, headers } = req;
  const received: Buffer[] = [];
  const sent: Buffer[] = [];
  const push = req.push.bind(req);
  req.push = (chunk: Buffer | null, ...rest) => {
    if (chunk !== null) received.push(chunk);
    return push(chunk, ...rest);
  };
  for (const name of ['write', 'end'] as const) {
    const send = res[name].bind(res) as (...args: unknown[]) => never;
    res[name] = (...args: unknown[]) => {
      if (typeof args[0] === 'string' || args[0] instanceof Uint8Array)
        sent.push(Buffer.from(args[0] as Buffer));
      return send(...args);
    };
  }
  res.once('finish', () => {
    keep({
      request: { line: `${method} ${url}`, headers, body: Buffer.concat(received).toString('latin1') },
      answer: {
        status: res.statusCode,
        type: String(res.getHeader('content-type') ?? ''),
        body: Buffer.concat(sent).toString('latin1'),
      },
    });
  });
}
