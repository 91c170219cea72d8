import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Database } from './database.js';
import { type Answer, printAnswer, printRequest, printTable, type Result } from './print-exchange.js';
import { restoreSamples } from './schema.js';

const BATCH = new URL('../batch.json', import.meta.url);

/**
 * Sends `batch.json` to the API at `baseUrl` for a response in JSON, and again with the same Idempotency-Key for one in XML, and
 * writes what went over the wire.
 *
 * The batch changes and deletes samples of `database`, so they are restored before it and at the end.
 * Resolves to true if both responses were 207 Multi-Status.
 */
export async function runDemo(
  baseUrl: string,
  database: Database,
  write: (text: string) => void,
): Promise<boolean> {
  const url = `${baseUrl}/batch`;
  const batch = await readFile(BATCH, 'utf8');

  const key = `"${randomUUID()}"`;

  await restoreSamples(database);
  const json = await send(url, batch, { accept: 'application/json', key });
  const xml = await send(url, batch, { accept: 'application/xml', key });
  await restoreSamples(database);

  write(printRequest(url, batch, key));
  if (json.status === 207) {
    write(printTable(readResults(batch, json.text)));
  }
  write(printAnswer(json));
  write(printAnswer(xml));
  return json.status === 207 && xml.status === 207;
}

async function send(
  url: string,
  batch: string,
  { accept, key }: { readonly accept: string; readonly key: string },
): Promise<Answer> {
  const headers = { 'content-type': 'application/json', accept, 'idempotency-key': key };
  const response = await fetch(url, { method: 'POST', headers, body: batch });
  return {
    accept,
    status: response.status,
    reason: response.statusText,
    mediaType: response.headers.get('content-type') ?? '',
    isReplayed: response.headers.get('idempotency-replayed') === 'true',
    text: await response.text(),
  };
}

/** Combines each operation with its status: responses are in the order of the requests. */
function readResults(batch: string, answer: string): Result[] {
  const { requests } = JSON.parse(batch) as { requests: Omit<Result, 'status'>[] };
  const { responses } = JSON.parse(answer) as { responses: Pick<Result, 'status'>[] };
  return requests.map((request, index) => ({ ...request, status: responses[index]?.status ?? 0 }));
}
