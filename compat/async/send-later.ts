import { setTimeout } from 'node:timers/promises';
import type { Answer, Document } from '../journal/send-until-final.js';

/** Milliseconds between two requests for a monitor. */
const POLL_MS = 20;
const AUTHORIZATION = 'Bearer alice';

/**
 * Sends a batch that is to be answered later, until it is accepted; returns the URL of its monitor. Answers 503 and lost connections
 * are reasons to send it again.
 *
 * @throws {Error} for any other answer.
 */
export async function sendLater(origin: string, body: string): Promise<string> {
  for (;;) {
    const response = await fetch(`${origin}/batch`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: AUTHORIZATION,
        prefer: 'respond-async',
      },
      body,
    });
    const text = await response.text();
    if (response.status === 202) return origin + response.headers.get('location');
    if (response.status !== 503) throw new Error(`Answered ${response.status}: ${text}`);
    await setTimeout(POLL_MS);
  }
}

/** How far a batch is. */
export interface Progress {
  readonly total: number;
  readonly done: number;
}

/** Asks a monitor until the batch has ended, and returns the answer. `onProgress` is called with what it says before that. */
export async function finalOf(
  monitor: string,
  onProgress: (progress: Progress) => void = () => {},
): Promise<Document> {
  for (;;) {
    const response = await fetch(monitor, {
      headers: { accept: 'application/json', authorization: AUTHORIZATION },
    });
    const text = await response.text();
    if (response.status === 207) {
      const { responses } = JSON.parse(text) as { readonly responses: readonly Answer[] };
      return { text, isReplayed: false, responses };
    }
    if (response.status === 202) onProgress((JSON.parse(text) as { readonly progress: Progress }).progress);
    else if (response.status !== 503) throw new Error(`Answered ${response.status}: ${text}`);
    await setTimeout(POLL_MS);
  }
}
