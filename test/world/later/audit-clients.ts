import { problemOf, type ReadResponse, unitOf } from '../read-answer.js';
import type { KeptRequest } from './kept-requests.js';
import type { LaterRequest, SeenDocument } from './later-request.js';
import type { LaterWorld } from './later-world.js';

/** Checks what clients have received. */
export function* auditClients(world: LaterWorld, kept: readonly KeptRequest[]): Generator<string> {
  for (const request of world.requests) {
    const own = kept.find(({ ref }) => request.monitor?.endsWith(ref) === true);
    yield* auditMonitors(request);
    yield* auditProgress(request);
    yield* auditDocuments(request);
    if (own !== undefined) yield* auditView(request, own);
    for (const { document } of request.documents)
      for (const response of document.responses)
        world.coverage.count(`final: ${problemOf(response) ?? 'answered'}`);
  }
}

function* auditMonitors({ plan, sent, scope }: LaterRequest): Generator<string> {
  const monitors = new Set(sent.flatMap(({ monitor }) => monitor ?? []));
  if (plan.isKeyed && monitors.size > 1) yield `${scope} has ${monitors.size} monitors`;
  const accepted = sent.filter(({ status }) => status === 202 || status === 207);
  if (plan.isKeyed && accepted.slice(1).some(({ isReplay, status }) => status === 202 && !isReplay))
    yield `${scope} is accepted twice`;
}

function* auditProgress({ plan, progress, scope }: LaterRequest): Generator<string> {
  let last = 0;
  for (const { total, done, succeeded, failed, other, percent } of progress) {
    if (total !== plan.request.units.length) yield `${scope} has a progress of ${total}`;
    if (done < last) yield `${scope} goes back from ${last} to ${done}`;
    if (succeeded + failed + other !== done) yield `${scope} has a progress that does not add up`;
    if (percent !== Math.floor((100 * done) / total))
      yield `${scope} has ${percent} percent of ${done}/${total}`;
    last = done;
  }
}

function* auditDocuments({ documents, plan, scope }: LaterRequest): Generator<string> {
  const first = new Map<number, string>();
  for (const { how, document } of documents) {
    const { responses, summary } = document;
    const name = `${scope}, ${how},`;
    const units = new Set(responses.map(unitOf));
    if (units.size !== responses.length) yield `${name} has two outcomes of an operation`;
    if (units.size !== plan.request.units.length) yield `${name} has ${units.size} outcomes`;
    if (summary?.total !== units.size) yield `${name} has a summary of ${summary?.total}`;
    for (const response of responses) {
      // Only lines have it.
      const text = JSON.stringify({ ...response, index: undefined });
      const known = first.get(unitOf(response)) ?? text;
      first.set(unitOf(response), known);
      if (known !== text) yield `${name} says ${text}, and ${known} before`;
      if (response.body?.scope !== undefined && response.body.scope !== scope)
        yield `${name} has an outcome of ${response.body.scope}`;
    }
  }
}

/** Checks that clients have seen what the store has. */
function* auditView(request: LaterRequest, { events, record, jobs, name }: KeptRequest): Generator<string> {
  const statuses = new Map(events.map(({ unit, status }) => [unit, status]));
  for (const { document, how } of request.documents) {
    for (const response of document.responses) {
      const status = statuses.get(unitOf(response));
      if (status !== undefined && status !== response.status)
        yield `${name} has ${status} for unit ${unitOf(response)}, its client sees ${response.status} (${how})`;
      if (status === undefined) yield* auditUnkept(name, how, response);
    }
  }
  if (
    record.units !== jobs.reduce((sum, { size }) => sum + size, 0) &&
    record.stopped === undefined &&
    record.endedAt !== undefined
  )
    yield `${name} has lost outcomes`;
  for (const seen of request.events) {
    const event = events[seen.number - 1];
    const isSame = event?.unit === seen.index && event.status === seen.status && event.result === seen.result;
    if (!isSame) yield `${name} has another event ${seen.number} than its client has seen`;
  }
}

/** An operation without an outcome was cancelled, or had begun when it was aborted. */
function* auditUnkept(name: string, how: SeenDocument['how'], response: ReadResponse): Generator<string> {
  const problem = problemOf(response);
  if (problem !== 'cancelled' && problem !== 'operation-timeout')
    yield `${name} has no outcome of unit ${unitOf(response)}, and its client sees ${problem} (${how})`;
}
