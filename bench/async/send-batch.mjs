import { setTimeout } from 'node:timers/promises';

const POLL_MS = 20;
const TITLE_BYTES = 88;

/** Returns the body of a batch of POSTs of 154 bytes each, whose outcomes have 157 bytes each in a document. */
export function toBatch(operations) {
  const requests = Array.from({ length: operations }, (_, index) => {
    const id = String(index).padStart(5, '0');
    return { id, method: 'POST', url: '/photos', body: { title: `photo ${id} `.padEnd(TITLE_BYTES, '-') } };
  });
  return JSON.stringify({ requests });
}

/** Sends a batch to an endpoint, and returns the document of its outcomes. */
export async function sendBatch(port, { path, body, headers = {} }) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return checked(response, body);
}

/** Sends a batch that is answered later, and returns the path of its monitor. */
export async function startBatch(port, body) {
  const response = await fetch(`http://127.0.0.1:${port}/later`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', prefer: 'respond-async' },
    body,
  });
  const text = await response.text();
  if (response.status !== 202) throw new Error(`Answered ${response.status}: ${text}`);
  return response.headers.get('location');
}

/** Asks a monitor until its batch has ended, and returns the document. */
export async function endOf(port, monitor) {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}${monitor}`, {
      headers: { accept: 'application/json' },
    });
    if (response.status !== 202) return checked(response);
    await response.text();
    await setTimeout(POLL_MS);
  }
}

async function checked(response) {
  const text = await response.text();
  const { summary } = JSON.parse(text);
  if (summary === undefined || summary.succeeded !== summary.total)
    throw new Error(`Answered ${response.status}: ${text.slice(0, 500)}`);
  return text;
}
