import type { IncomingMessage } from 'node:http';
import { type Dispatch, markOperation } from '@multistatus/core';
import { inject, type NodeHandler } from '@multistatus/inject';

/** Gives the dispatch of one batch: each operation is a request of its own to `target`, on the envelope's connection. */
export function dispatchTo(target: NodeHandler, envelope: IncomingMessage): Dispatch {
  const { socket, httpVersion } = envelope;
  return ({ context, ...request }) =>
    inject(target, { ...request, socket, httpVersion, prepare: (req) => markOperation(req, context) });
}
