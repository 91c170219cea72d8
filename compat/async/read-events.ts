import { once } from 'node:events';
import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { createInterface } from 'node:readline';

/** An event of a monitor. */
export interface MonitorEvent {
  readonly id: number | undefined;
  readonly event: string;
  readonly data: string;
}

/** Where a monitor is, and what was the last event that arrived of it. */
export interface EventSource {
  readonly to: Pick<RequestOptions, 'port' | 'socketPath'>;
  readonly path: string;
  /** @defaultValue 0, which is none */
  readonly after?: number;
}

/** Asks for the events of a monitor, as a browser does. */
export async function openEvents({ to, path, after = 0 }: EventSource): Promise<IncomingMessage> {
  const outgoing = request({
    ...to,
    host: '127.0.0.1',
    path,
    agent: false,
    headers: {
      accept: 'text/event-stream',
      'accept-encoding': 'gzip, br',
      authorization: 'Bearer alice',
      ...(after === 0 ? {} : { 'last-event-id': String(after) }),
    },
  });
  outgoing.end();
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return response;
}

/** Returns the events of a stream as they arrive. A connection that ends in the middle ends it. */
export async function* readEvents(response: IncomingMessage): AsyncGenerator<MonitorEvent, void, undefined> {
  let fields: Record<string, string> = {};
  for await (const line of createInterface({ input: response })) {
    const [, name, value] = /^(\w+): (.*)$/.exec(line) ?? [];
    if (name !== undefined) fields[name] = value ?? '';
    if (line !== '') continue;
    const { id, event, data = '' } = fields;
    fields = {};
    if (event !== undefined) yield { id: id === undefined ? undefined : Number(id), event, data };
  }
}

/** Returns the events of a stream until it has ended or the connection is lost, or `isEnough` is true. */
export async function collectEvents(
  response: IncomingMessage,
  isEnough: (event: MonitorEvent) => boolean = () => false,
): Promise<readonly MonitorEvent[]> {
  const events: MonitorEvent[] = [];
  try {
    for await (const event of readEvents(response)) {
      events.push(event);
      if (isEnough(event)) break;
    }
  } catch {
    // The connection was lost.
  }
  response.destroy();
  return events;
}

/** Returns the numbers of the events that have one. */
export function numbersOf(events: readonly MonitorEvent[]): readonly number[] {
  return events.flatMap(({ id }) => (id === undefined ? [] : [id]));
}
