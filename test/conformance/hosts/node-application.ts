import type { IncomingMessage, RequestListener } from 'node:http';
import {
  attachOperation,
  createBatchEndpoint,
  type Dispatch,
  monitorPathOf,
  pathOf,
} from '@multistatus/core/adapter';
import { inject } from '@multistatus/inject';
import { readEnvelope, writeEnvelope } from '@multistatus/node';
import type { ApplicationFactory, BatchArguments } from './host.js';

/** Creates the application of a host without any framework: the batch at its endpoint, 404 elsewhere. */
export const nodeApplication: ApplicationFactory = ({ bodyParser, mount }, batchArguments) => {
  const { target, ...options } = batchArguments;
  const { handle, answerMonitor } = createBatchEndpoint(options);
  const endpoint = mount === '/' ? '/batch' : `${mount}/batch`;
  const answer: RequestListener = (req, res) => {
    const path = pathOf(req.url ?? '/');
    const monitor = answerMonitor && monitorPathOf(path, endpoint);
    if (monitor === undefined && path !== endpoint) {
      res.writeHead(404).end();
      return;
    }
    const run = async (): Promise<void> => {
      const parsedBody = bodyParser === 'none' ? undefined : await readAll(req);
      const url = req.url ?? '/';
      const envelope = readEnvelope(req, res, { url, parsedBody, outer: req, hasMonitors: true });
      const answering =
        monitor === undefined || answerMonitor === undefined
          ? handle(envelope, dispatchOn(target, req))
          : answerMonitor(envelope, monitor);
      await writeEnvelope(req, res, await answering);
    };
    run().catch((error: unknown) => res.destroy(error as Error));
  };
  return answer;
};

/** Returns the dispatch of one batch to `target`, on the connection of `envelope` if there is one. */
export function dispatchOn(target: BatchArguments['target'], envelope?: IncomingMessage): Dispatch {
  return ({ context, ...request }) =>
    inject(target, {
      ...request,
      signal: context.signal,
      socket: envelope?.socket,
      httpVersion: envelope?.httpVersion,
      prepare: (req) => attachOperation(req, context),
    });
}

async function readAll(req: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
