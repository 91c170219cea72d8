import { seeDocument } from './follow.js';
import type { LaterRequest } from './later-request.js';
import type { LaterWorld } from './later-world.js';
import { pauseAfter, problemOf, send } from './send.js';

/** Cancels a request, or removes its result if it has ended. */
export async function cancel(world: LaterWorld, request: LaterRequest): Promise<void> {
  const { plan, monitor = '' } = request;
  const { principal, scope } = plan.request;
  for (;;) {
    request.hasAskedToDelete = true;
    const answer = await send(world, {
      method: 'DELETE',
      url: monitor,
      headers: { accept: 'application/json' },
      outer: { principal, captured: { scope, variant: 'a' } },
    });
    if (answer !== undefined) world.coverage.count(`DELETE: ${answer.status}`);
    switch (answer?.status) {
      case 200:
        seeDocument(request, 'deleted', answer);
        request.deletedAt = answer.at;
        return;
      case 204:
        request.isRemoved = true;
        request.deletedAt = answer.at;
        return;
      case 404:
        if (!problemOf(answer).type?.endsWith(':batch-cancelled')) request.isRemoved = true;
        request.deletedAt = answer.at;
        return;
      case 202:
      case 503:
      case undefined:
        await world.time.wait(pauseAfter(world, answer));
        break;
      default:
        request.broken.push(`${scope}: DELETE is answered ${answer?.status}: ${answer?.body}`);
        return;
    }
  }
}
