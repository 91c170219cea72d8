import { once } from 'node:events';
import { request } from 'node:http';

/** How many lines are written to the socket at once. */
const CHUNK_LINES = 1_000;
const JSON_LINES = 'application/x-ndjson';

/**
 * Sends lines in one request and reads the lines of its answer at the same time, as slowly as the server wants it.
 *
 * @param {number} lines how many
 * @param {object} exchange
 * @param {number} exchange.port
 * @param {string} exchange.path
 * @param {(id: number) => string} exchange.toLine
 * @param {(count: number) => void} exchange.onLines called with how many were answered so far
 * @returns {Promise<object>} the summary that the answer ends with
 */
export async function exchangeLines(lines, { port, path, toLine, onLines }) {
  const headers = { 'content-type': JSON_LINES, accept: JSON_LINES };
  const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path, headers });
  const answered = once(outgoing, 'response');
  const sent = send(outgoing, lines, toLine);
  const [incoming] = await answered;
  const summary = await readLines(incoming, lines, onLines);
  await sent;
  return summary;
}

/**
 * Sends operations in batches in JSON, one after another, and reads the answers.
 *
 * @param {number} operations how many
 * @param {object} exchange as for {@link exchangeLines}, and
 * @param {number} exchange.batchSize how many operations a batch has
 * @param {string} exchange.accept
 */
export async function exchangeBatches(operations, { port, path, toLine, onLines, batchSize, accept }) {
  for (let id = 0; id < operations; id += batchSize) {
    const size = Math.min(batchSize, operations - id);
    const requests = Array.from({ length: size }, (_, index) => toLine(id + index)).join(',');
    const headers = { 'content-type': 'application/json', accept };
    const outgoing = request({ host: '127.0.0.1', port, method: 'POST', path, headers });
    outgoing.end(`{"requests":[${requests}]}`);
    const [incoming] = await once(outgoing, 'response');
    if (accept === JSON_LINES) await readLines(incoming, size, () => undefined);
    else await readDocument(incoming, size);
    onLines(id + size);
  }
  return { succeeded: operations, total: operations };
}

async function send(outgoing, lines, toLine) {
  for (let id = 0; id < lines; ) {
    let chunk = '';
    for (const end = Math.min(id + CHUNK_LINES, lines); id < end; id += 1) chunk += `${toLine(id)}\n`;
    if (!outgoing.write(chunk)) await once(outgoing, 'drain');
  }
  outgoing.end();
}

async function readLines(incoming, lines, onLines) {
  let count = 0;
  let rest = '';
  let last = '';
  for await (const chunk of incoming.setEncoding('utf8')) {
    const pieces = (rest + chunk).split('\n');
    rest = pieces.pop();
    last = pieces.at(-1) ?? last;
    count += pieces.length;
    onLines(count);
  }
  if (count !== lines + 1) throw new Error(`${lines} lines were answered with ${count}`);
  return JSON.parse(last).summary;
}

async function readDocument(incoming, operations) {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  const { summary } = JSON.parse(text);
  if (summary.succeeded !== operations)
    throw new Error(`Of ${operations} operations, ${summary.succeeded} succeeded`);
}
