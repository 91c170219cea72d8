import type { IncomingMessage, ServerResponse } from 'node:http';
import { activeOperationOf } from '@multistatus/core/adapter';
import { handleUnit, type UnitAnswer } from '../handle-unit.js';
import type { AppTransaction } from '../tx-database.js';
import type { AppProcess } from './app-process.js';
import type { LaterWorld } from './later-world.js';

/** What `capture` keeps of the client of a request. */
export interface Captured {
  readonly scope: string;
  /** Distinguishes several requests of a client that are the same. */
  readonly variant: string;
}

/** One call of a handler. */
export interface Start extends Captured {
  readonly unit: number;
  readonly at: number;
  readonly by: AppProcess;
  /** What it has got from the operation that it refers to: the number of its effect. */
  readonly reference: number | undefined;
}

/** Runs an operation or item, and notes that. */
export function runUnit(
  world: LaterWorld,
  process: AppProcess,
  {
    principal,
    index,
    transaction,
    url = '',
  }: {
    readonly principal: Captured;
    readonly index: number;
    readonly transaction: unknown;
    readonly url?: string | undefined;
  },
): Promise<UnitAnswer> {
  const { scope, variant } = principal;
  const plan = world.requestOf(scope).plan.request;
  const [, reference] = /-(\d+)$/.exec(url) ?? [];
  const number = reference === undefined ? undefined : Number(reference);
  world.starts.push({ scope, variant, unit: index, at: world.time.now, by: process, reference: number });
  return handleUnit(world, process, {
    plan,
    variant,
    batchId: `${scope} ${variant}`,
    index,
    transaction: transaction as AppTransaction | undefined,
  });
}

/** Returns the app that the operations of batches are dispatched to. */
export function createTarget(
  world: LaterWorld,
  process: AppProcess,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const operation = activeOperationOf(request);
    const { index = -1, transaction } = operation ?? {};
    const principal = operation?.principal as Captured;
    runUnit(world, process, { principal, index, transaction, url: request.url }).then(
      ({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      },
      () => {
        response.writeHead(500);
        response.end();
      },
    );
  };
}
