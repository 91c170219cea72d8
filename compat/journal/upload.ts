import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';

/** What a client has read of the answer to an upload. */
export interface UploadAnswer {
  /** 0 if the connection was lost before the answer began. */
  readonly status: number;
  /** Lines of outcomes by what they say: a status, `unknown`, `not run`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly summary: { readonly total: number; readonly succeeded: number } | undefined;
}

interface Line {
  readonly status?: number;
  readonly body?: { readonly executed?: false | 'unknown' };
  readonly summary?: UploadAnswer['summary'];
}

const CHUNK_LINES = 1_000;

/**
 * Sends a list of items as NDJSON and reads the answer, both at once. The item `<index>` is named `<key>/<index>`. `onLine` is called with
 * the number of outcomes that have arrived; if it returns true, the connection is cut.
 */
export async function upload(
  origin: string,
  { key, items }: { readonly key: string; readonly items: number },
  onLine: (lines: number) => boolean,
): Promise<UploadAnswer> {
  const outgoing = request(`${origin}/items`, {
    method: 'POST',
    agent: false,
    headers: {
      'content-type': 'application/x-ndjson',
      accept: 'application/x-ndjson',
      authorization: 'Bearer alice',
      'idempotency-key': `"${key}"`,
    },
  });
  // Whatever becomes of the connection, the answer says so by its end.
  outgoing.on('error', () => {});
  const answered = once(outgoing, 'response').catch(() => []);
  const sent = send(outgoing, { key, items });
  const [incoming] = await answered;
  if (incoming === undefined) return { status: 0, counts: {}, summary: undefined };
  const counts: Record<string, number> = {};
  let summary: UploadAnswer['summary'];
  let [lines, rest] = [0, ''];
  try {
    for await (const chunk of incoming.setEncoding('utf8')) {
      const pieces = (rest + chunk).split('\n');
      rest = pieces.pop() ?? '';
      for (const piece of pieces) {
        const line = JSON.parse(piece) as Line;
        if (line.summary !== undefined) summary = line.summary;
        if (line.status === undefined) continue;
        const { executed } = line.body ?? {};
        const name = executed === undefined ? String(line.status) : executed === false ? 'not run' : executed;
        counts[name] = (counts[name] ?? 0) + 1;
        lines += 1;
        if (onLine(lines)) outgoing.destroy();
      }
    }
  } catch {
    // The connection was lost.
  }
  outgoing.destroy();
  await sent;
  return { status: incoming.statusCode, counts, summary };
}

async function send(
  outgoing: ClientRequest,
  { key, items }: { readonly key: string; readonly items: number },
): Promise<void> {
  const closed = once(outgoing, 'close').catch(() => {});
  for (let index = 0; index < items && !outgoing.destroyed; ) {
    let chunk = '';
    for (const end = Math.min(index + CHUNK_LINES, items); index < end; index += 1) {
      chunk += `${JSON.stringify({ name: `${key}/${index}` })}\n`;
    }
    if (!outgoing.write(chunk)) await Promise.race([once(outgoing, 'drain').catch(() => {}), closed]);
  }
  if (!outgoing.destroyed) outgoing.end();
}
