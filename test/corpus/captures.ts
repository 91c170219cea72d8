import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('./servers/', import.meta.url);

/** The request and the head of the answer, as a `.meta` file has them. */
interface Meta {
  readonly method: string;
  readonly base: string;
  readonly path: string;
  readonly reqHeaders: Readonly<Record<string, string>>;
  readonly reqBody?: string;
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** An exchange with a real server. */
export interface Capture {
  /** `<server>/<name>`, without the extension. */
  readonly name: string;
  readonly meta: Meta;
  /** The body, as it was sent. */
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** The names of the servers, each with a folder of its own. */
export const SERVERS: readonly string[] = readdirSync(FOLDER).sort();

/** Reads the exchanges with one server, in the order in which they took place. */
export function readCaptures(server: string): Capture[] {
  const folder = new URL(`${server}/`, FOLDER);
  const names = readdirSync(folder).filter((name) => name.endsWith('.xml'));
  return names.sort().map((file) => {
    const bytes = readFileSync(new URL(file, folder));
    const name = file.slice(0, -'.xml'.length);
    const meta = JSON.parse(readFileSync(new URL(`${name}.meta`, folder), 'utf8')) as Meta;
    return { name: `${server}/${name}`, meta, bytes, text: bytes.toString('utf8') };
  });
}

/** Returns a HAR with the exchanges, as a browser or a proxy would have saved them. */
export function toHar(captures: readonly Capture[]): string {
  const fields = (headers: Readonly<Record<string, string>>): object[] =>
    Object.entries(headers).map(([name, value]) => ({ name, value }));
  const entries = captures.map(({ meta, bytes, text }) => ({
    request: {
      method: meta.method,
      url: meta.base + meta.path,
      headers: fields(meta.reqHeaders),
      ...(meta.reqBody === undefined
        ? {}
        : { postData: { mimeType: 'application/xml', text: meta.reqBody } }),
    },
    response: {
      status: meta.status,
      statusText: meta.reason,
      httpVersion: 'HTTP/1.1',
      headers: fields(meta.headers),
      content: { size: bytes.length, mimeType: meta.headers['content-type'] ?? '', text },
    },
  }));
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'test', version: '1' }, entries } });
}
