import type { MonitorStatus, Progress } from './monitor-state.js';

/** The body of an answer that has the progress of a request. */
export interface MonitorBody {
  readonly status: MonitorStatus;
  /** The path of the monitor, as the client sees it. */
  readonly monitor: string;
  readonly retryAfterSeconds: number;
  /** True before the first job has begun. */
  readonly queued?: true | undefined;
  /** False if the request is lost when the server stops. */
  readonly durable?: false | undefined;
  /** In ISO 8601. */
  readonly createdAt: string;
  readonly progress: Progress;
}

/** Returns the body in `application/xml`. */
export function writeMonitorXml({ monitor, progress, ...monitorMembers }: MonitorBody): string {
  const { status, ...members } = monitorMembers;
  const attributes = { 'xmlns:M': 'urn:multistatus:xml:1', status, href: monitor, ...members };
  return `<M:monitor${toAttributes(attributes)}><M:progress${toAttributes(progress)}/></M:monitor>`;
}

function toAttributes(values: object): string {
  return Object.entries(values as Readonly<Record<string, unknown>>)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
    .join('');
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' };

function escapeAttribute(value: string): string {
  return value.replace(/[&<"]/g, (character) => ESCAPES[character] as string);
}
