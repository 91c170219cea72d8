import { getMonitor } from './get-monitor.js';
import type { LaterRequest, Progress, SeenEvent } from './later-request.js';
import type { LaterWorld } from './later-world.js';
import { pauseAfter } from './send.js';

/** An event of a stream (HTML, section 9.2.6). */
interface StreamEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: string;
}

/** Watches a request until its end, as an EventSource does: it connects again after the last event that it has received. */
export async function watchEvents(world: LaterWorld, request: LaterRequest): Promise<void> {
  for (let hasEnded = false; !hasEnded; ) {
    let rest = '';
    const onPiece = (piece: string): void => {
      const blocks = (rest + piece).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) hasEnded = see(request, parse(block)) || hasEnded;
    };
    const last = request.events.length;
    if (last > 0) world.coverage.count('events: connected again');
    const headers = { accept: 'text/event-stream', ...(last === 0 ? {} : { 'last-event-id': String(last) }) };
    const answer = await getMonitor(world, request, { headers, onPiece });
    if (answer?.status === 204) world.coverage.count('events: 204 after the end');
    if (answer?.status === 204 || answer?.status === 404) return;
    if (!hasEnded) await world.time.wait(pauseAfter(world, answer));
  }
}

/** Notes an event. Returns true if it is the last one. */
function see(request: LaterRequest, { id, event, data }: StreamEvent): boolean {
  if (event === 'outcome') {
    const number = Number(id);
    if (number !== request.events.length + 1)
      request.broken.push(`${request.scope} gets event ${number} after event ${request.events.length}`);
    request.events.push({ number, ...(JSON.parse(data) as Omit<SeenEvent, 'number'>) });
  }
  if (event === 'progress') request.progress.push(JSON.parse(data) as Progress);
  return event === 'end';
}

function parse(block: string): StreamEvent {
  const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
  return { id: fields.get('id'), event: fields.get('event'), data: fields.get('data') ?? '' };
}
