import { assertSynchronous, type Dispatch, markOperation, onAbort } from '@multistatus/core';
import { inject, type NodeHandler } from '@multistatus/inject';
import { type CallbackApp, callbackOf } from './callback-of.js';
import type { KoaContext } from './koa-context.js';
import { prepareContextOf, preparedCallbackOf } from './prepared-callback-of.js';

/** Gives the dispatch of one batch: each operation is a request of its own to `target`, on the envelope's connection. */
export function dispatchTo<Ctx extends KoaContext>(
  target: CallbackApp | NodeHandler,
  envelope: Ctx,
  prepare: ((ctx: Ctx, outerCtx: Ctx) => unknown) | undefined,
): Dispatch {
  const { socket, httpVersion } = envelope.req;
  const handler = prepare === undefined ? callbackOf(target) : preparedCallbackOf(target as CallbackApp);
  return ({ method, url, headers, body, maxResponseBytes, context }) =>
    inject(handler, {
      method,
      url,
      headers,
      body,
      maxResponseBytes,
      socket,
      httpVersion,
      prepare: (req) => {
        markOperation(req, context);
        const { socket: facade } = req;
        onAbort(context, () => facade.destroy());
        if (prepare === undefined) return;
        prepareContextOf(req, (ctx) => assertSynchronous('batch.prepare', prepare(ctx as Ctx, envelope)));
      },
    });
}
