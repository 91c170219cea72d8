import { readDocument } from '../read-answer.js';
import { getMonitor } from './get-monitor.js';
import type { LaterRequest, Progress, SeenDocument } from './later-request.js';
import type { LaterWorld } from './later-world.js';
import { type Answer, pauseAfter, problemOf } from './send.js';
import { watchEvents } from './watch-events.js';

/** Follows a request until its client has what became of each operation, or is told that somebody has removed it. */
export async function follow(world: LaterWorld, request: LaterRequest): Promise<void> {
  const { follow: how } = request.plan;
  if (how === 'events') await watchEvents(world, request);
  if (how === 'lines') await streamLines(world, request);
  await poll(world, request);
  // In another format, it is the same.
  if (!request.isRemoved) await getOnce(world, request, 'application/x-ndjson');
}

async function poll(world: LaterWorld, request: LaterRequest): Promise<void> {
  for (;;) {
    if (await getOnce(world, request, 'application/json')) return;
  }
}

/** Asks once. Returns true if there is nothing more to wait for. */
async function getOnce(world: LaterWorld, request: LaterRequest, accept: string): Promise<boolean> {
  const answer = await getMonitor(world, request, { headers: { accept } });
  if (answer?.status === 207) {
    seeDocument(request, 'finished', answer);
    return true;
  }
  if (answer?.status === 202) {
    request.progress.push((JSON.parse(answer.body) as { readonly progress: Progress }).progress);
  } else if (answer?.status === 404) {
    if (!problemOf(answer).type?.endsWith(':batch-cancelled')) return seeRemoved(request);
    return getResult(world, request, accept);
  } else if (answer !== undefined && answer.status !== 503) {
    request.broken.push(
      `${request.scope}: a GET of its monitor is answered ${answer.status}: ${answer.body}`,
    );
    return true;
  }
  await world.time.wait(pauseAfter(world, answer));
  return false;
}

/** Gets the result of a request that was cancelled. */
async function getResult(world: LaterWorld, request: LaterRequest, accept: string): Promise<boolean> {
  const answer = await getMonitor(world, request, { headers: { accept }, path: '/result' });
  if (answer?.status === 404) return seeRemoved(request);
  if (answer?.status === 207) seeDocument(request, 'result', answer);
  else await world.time.wait(pauseAfter(world, answer));
  return answer?.status === 207;
}

function seeRemoved(request: LaterRequest): boolean {
  if (!request.hasAskedToDelete)
    request.broken.push(`${request.scope} has lost its monitor, and nobody has asked for it`);
  request.isRemoved = true;
  return true;
}

/** Notes what became of each operation. */
export function seeDocument(
  request: LaterRequest,
  how: SeenDocument['how'],
  { at, body, headers }: Answer,
): void {
  request.documents.push({ how, at, document: readDocument(body) });
  if (how !== 'waited' && headers['asyncresult'] !== '207')
    request.broken.push(`${request.scope} has a result without AsyncResult`);
}

/** Receives outcomes as they end, until a stream has all of them. */
async function streamLines(world: LaterWorld, request: LaterRequest): Promise<void> {
  for (let count = 0; count < 20; count += 1) {
    const answer = await getMonitor(world, request, { headers: { accept: 'application/x-ndjson' } });
    if (answer?.status === 207) {
      request.documents.push({ how: 'streamed', at: answer.at, document: readDocument(answer.body) });
      return;
    }
    if (answer?.status === 404) return;
    await world.time.wait(pauseAfter(world, answer));
  }
}
