import { setImmediate, setTimeout } from 'node:timers/promises';

/** A batch, and who sends it. */
export interface KeyedRequest {
  readonly key: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One operation of an answer. */
export interface Answer {
  readonly id: string;
  readonly status: number;
  readonly body?: { readonly type?: string; readonly executed?: false | 'unknown' };
}

/** A complete answer of a batch. */
export interface Document {
  readonly text: string;
  readonly isReplayed: boolean;
  readonly responses: readonly Answer[];
}

/** What a client went through until it had a final answer. */
export interface Exchange {
  readonly final: Document;
  /** Connections that were lost, answers 409, and answers 503 to the whole request. */
  readonly lost: number;
  readonly inProgress: number;
  readonly unavailable: number;
  /** Answers in which operations are 503: the next request with the key runs them. */
  readonly incomplete: number;
}

/** How long the client waits before it sends again, in milliseconds: longer each time, and less than `Retry-After` says. */
const PAUSE = { shortest: 10, longest: 250 };

/**
 * Sends a batch until it has a final answer, to one server after another: a lost connection, a 409 and a 503 are reasons to ask the
 * next one. `onIncomplete` is called with answers in which operations are 503.
 *
 * @throws {Error} for any other status.
 */
export async function sendUntilFinal(
  origins: () => readonly string[],
  request: KeyedRequest,
  onIncomplete?: (document: Document) => Promise<void>,
): Promise<Exchange> {
  let [lost, inProgress, unavailable, incomplete] = [0, 0, 0, 0];
  for (let attempt = 0; ; attempt += 1) {
    const all = origins();
    const answer = await sendOnce(all[attempt % all.length] as string, request);
    if (answer === undefined) lost += 1;
    else if (answer.status === 409) inProgress += 1;
    else if (answer.status === 503) unavailable += 1;
    else if (answer.status !== 207) throw new Error(`Answered ${answer.status}: ${answer.text}`);
    else {
      const document = toDocument(answer);
      if (document.responses.every(({ status }) => status !== 503))
        return { final: document, incomplete, lost, inProgress, unavailable };
      incomplete += 1;
      await onIncomplete?.(document);
    }
    await (answer === undefined
      ? setImmediate()
      : setTimeout(Math.min(PAUSE.shortest * 2 ** attempt, PAUSE.longest)));
  }
}

interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly isReplayed: boolean;
}

/** Sends a batch once. Resolves to `undefined` if the connection is lost. */
export async function sendOnce(
  origin: string,
  { key, body, headers }: KeyedRequest,
): Promise<RawAnswer | undefined> {
  try {
    const response = await fetch(`${origin}/batch`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer alice',
        ...headers,
        'idempotency-key': `"${key}"`,
      },
      body,
    });
    const isReplayed = response.headers.get('idempotency-replayed') === 'true';
    return { status: response.status, text: await response.text(), isReplayed };
  } catch {
    return undefined;
  }
}

function toDocument({ text, isReplayed }: RawAnswer): Document {
  const { responses } = JSON.parse(text) as Pick<Document, 'responses'>;
  return { text, isReplayed, responses };
}
