import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('./requests/', import.meta.url);
const END_OF_HEAD = '\r\n\r\n';

/** The batch request of a client, as it was sent. */
export interface RecordedRequest {
  /** The name of the client, as npm or Debian has it, and of the case. */
  readonly name: string;
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Reads the recorded requests by name. */
export function readRecordedRequests(): ReadonlyMap<string, RecordedRequest> {
  const files = readdirSync(FOLDER).sort();
  return new Map(files.map((file) => [file.slice(0, -'.req'.length), readRecordedRequest(file)]));
}

function readRecordedRequest(file: string): RecordedRequest {
  const bytes = readFileSync(new URL(file, FOLDER));
  const end = bytes.indexOf(END_OF_HEAD);
  const [requestLine = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const fields = lines.map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)] as const;
  });
  return {
    name: file.slice(0, -'.req'.length),
    path: requestLine.split(' ')[1] ?? '',
    headers: Object.fromEntries(fields),
    body: bytes.subarray(end + END_OF_HEAD.length),
  };
}
