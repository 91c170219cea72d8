import { bodyOf } from '../plan.js';
import { readDocument } from '../read-answer.js';
import type { LaterRequest } from './later-request.js';
import type { LaterWorld } from './later-world.js';
import { type Answer, pauseAfter, problemOf, send } from './send.js';

/** Sends a request until its client knows where its monitor is. Returns false if it cannot know, or its answer has come at once. */
export async function submit(world: LaterWorld, request: LaterRequest): Promise<boolean> {
  const { plan } = request;
  for (let count = 1; ; count += 1) {
    // Only those with a key are the same request.
    const variant = plan.isKeyed ? 'a' : `a${count}`;
    const answer = await post(world, request, variant);
    note(request, variant, answer);
    if (answer?.status === 202) return true;
    if (answer?.status === 207) {
      request.documents.push({ how: 'waited', at: answer.at, document: readDocument(answer.body) });
      if (!plan.isKeyed) return false;
    } else if (answer !== undefined && ![409, 429, 503].includes(answer.status)) {
      request.broken.push(`${request.scope} is refused with ${answer.status}: ${answer.body}`);
      return false;
    }
    const executed = answer === undefined ? 'unknown' : problemOf(answer).executed;
    if (!plan.isKeyed && executed === 'unknown') return false;
    await world.time.wait(pauseAfter(world, answer));
  }
}

/** Sends a request with its key again. */
export async function sendAgain(world: LaterWorld, request: LaterRequest): Promise<void> {
  const answer = await post(world, request, 'a');
  note(request, 'a', answer);
}

/** Sends another request with the same key. */
export async function sendOther(world: LaterWorld, request: LaterRequest): Promise<void> {
  // A request without bodies has no other.
  if (bodyOf(request.plan.request, 'a') === bodyOf(request.plan.request, 'b')) return;
  const answer = await post(world, request, 'b');
  if (answer === undefined || [409, 503].includes(answer.status)) return;
  world.coverage.count(`another request with the key: ${answer.status}`);
  if (answer.status !== 422)
    request.broken.push(`Another request with the key of ${request.scope} is answered ${answer.status}`);
}

function post(world: LaterWorld, { plan }: LaterRequest, variant: string): Promise<Answer | undefined> {
  const { endpoint, principal, scope, key, isStreamed, stopsAtFailure } = plan.request;
  const prefer = ['respond-async'];
  if (plan.waitSeconds > 0) prefer.push(`wait=${plan.waitSeconds}`);
  if (stopsAtFailure) prefer.push('continue-on-error=false');
  return send(world, {
    method: 'POST',
    url: `/${endpoint.replace(' ', '-')}`,
    headers: {
      'content-type': endpoint === 'lines' ? 'application/x-ndjson' : 'application/json',
      accept: isStreamed ? 'application/x-ndjson, application/json;q=0.9' : 'application/json',
      prefer: prefer.join(', '),
      ...(plan.isKeyed ? { 'idempotency-key': `"${key}"` } : {}),
    },
    outer: { principal, captured: { scope, variant } },
    post: { endpoint, body: bodyOf(plan.request, variant.slice(0, 1)) },
  });
}

function note(request: LaterRequest, variant: string, answer: Answer | undefined): void {
  const { status = 0, headers = {} } = answer ?? {};
  const monitor = status === 202 ? String(headers['location']) : undefined;
  const executed = answer === undefined ? undefined : problemOf(answer).executed;
  const isReplay = headers['idempotency-replayed'] === 'true';
  request.sent.push({ variant, status, executed, monitor, isReplay });
  if (answer === undefined || monitor === undefined) return;
  const body = JSON.parse(answer.body) as { readonly monitor?: string };
  if (body.monitor !== monitor)
    request.broken.push(`${request.scope} has a Location that is not its monitor`);
}
