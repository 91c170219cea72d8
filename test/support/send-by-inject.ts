import { inject, type NodeHandler } from '@multistatus/inject';
import { collectFields, PATIENCE_MS, type PlainAnswer, type PlainRequest } from './plain-exchange.js';

/** Sends one request to `handler` by `send`; a rejection of any kind counts as a broken connection. */
export function sendByInject(
  handler: NodeHandler,
  request: PlainRequest,
  send: typeof inject = inject,
): Promise<PlainAnswer> {
  // Not from a promise callback: there, the handler's promises would run before its ticks.
  return new Promise((resolve) => setImmediate(() => void answer(handler, request, send).then(resolve)));
}

async function answer(
  handler: NodeHandler,
  { method, url, headers, body }: PlainRequest,
  send: typeof inject,
): Promise<PlainAnswer> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const result = await send(handler, { method, url, headers: collectNames(headers), body, signal });
    return {
      kind: 'answer',
      status: result.status,
      statusMessage: result.statusMessage,
      headers: result.headers,
      trailers: result.trailers,
      body: Buffer.from(result.body),
    };
  } catch {
    return { kind: signal.aborted ? 'silent' : 'broken' };
  }
}

/** Like {@link collectFields}, in the case of the wire. */
function collectNames(headers: PlainRequest['headers']): Record<string, string | string[]> {
  const names = new Map(headers.map(([name]) => [name.toLowerCase(), name]));
  const fields = Object.entries(collectFields(headers.flat()));
  return Object.fromEntries(fields.map(([name, value]) => [names.get(name) ?? name, value]));
}
