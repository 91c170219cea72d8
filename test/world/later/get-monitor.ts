import type { LaterRequest } from './later-request.js';
import type { LaterWorld } from './later-world.js';
import { type Answer, send } from './send.js';

/** Sends a GET of the monitor of a request. */
export function getMonitor(
  world: LaterWorld,
  { plan, monitor = '' }: LaterRequest,
  {
    headers,
    path = '',
    principal = plan.request.principal,
    onPiece,
  }: {
    readonly headers: Readonly<Record<string, string>>;
    readonly path?: string;
    readonly principal?: string;
    readonly onPiece?: (piece: string) => void;
  },
): Promise<Answer | undefined> {
  const { scope } = plan.request;
  return send(world, {
    method: 'GET',
    url: `${monitor}${path}`,
    headers,
    outer: { principal, captured: { scope, variant: 'a' } },
    ...(onPiece === undefined ? {} : { onPiece }),
  });
}

/** Sends a GET of all monitors of a client. */
export function getMonitors(
  world: LaterWorld,
  { scope }: LaterRequest,
  principal: string,
): Promise<Answer | undefined> {
  const outer = { principal, captured: { scope, variant: 'a' } };
  return send(world, { method: 'GET', url: '/monitors', headers: { accept: 'application/json' }, outer });
}
