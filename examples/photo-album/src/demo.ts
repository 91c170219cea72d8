import { readFile } from 'node:fs/promises';
import type { Database } from './database.js';
import { type Answer, printAnswer, printRequest, printTable, type Result } from './print-exchange.js';
import { restoreSamples } from './schema.js';

const BATCH = new URL('../batch.json', import.meta.url);

/**
 * Sends `batch.json` to the API at `baseUrl`, once for a response in JSON and once for one in XML, and writes what
 * went over the wire.
 *
 * The batch changes and deletes samples of `database`, so they are restored before each sending and at the end.
 * Resolves to true if both responses were 207 Multi-Status.
 */
export async function runDemo(
  baseUrl: string,
  database: Database,
  write: (text: string) => void,
): Promise<boolean> {
  const url = `${baseUrl}/batch`;
  const batch = await readFile(BATCH, 'utf8');

  await restoreSamples(database);
  const json = await send(url, batch, 'application/json');
  await restoreSamples(database);
  const xml = await send(url, batch, 'application/xml');
  await restoreSamples(database);

  write(printRequest(url, batch));
  if (json.status === 207) {
    write(printTable(readResults(batch, json.text)));
  }
  write(printAnswer(json));
  write(printAnswer(xml));
  return json.status === 207 && xml.status === 207;
}

async function send(url: string, batch: string, accept: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', accept };
  const response = await fetch(url, { method: 'POST', headers, body: batch });
  return {
    accept,
    status: response.status,
    reason: response.statusText,
    mediaType: response.headers.get('content-type') ?? '',
    text: await response.text(),
  };
}

/** Combines each operation with its status: responses are in the order of the requests. */
function readResults(batch: string, answer: string): Result[] {
  const { requests } = JSON.parse(batch) as { requests: Omit<Result, 'status'>[] };
  const { responses } = JSON.parse(answer) as { responses: Pick<Result, 'status'>[] };
  return requests.map((request, index) => ({ ...request, status: responses[index]?.status ?? 0 }));
}
