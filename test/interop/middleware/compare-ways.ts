import type { RequestListener } from 'node:http';
import { expect } from '@jest/globals';
import { exchangeOverSocket } from '../../conformance/exchange-over-socket.js';
import { serve } from '../../support/serve.js';
import { CookieJar } from './cookie-jar.js';
import type { Exchange, MiddlewareCase, Step } from './middleware-case.js';
import { BATCH_PATH, type ExchangeAnswer, type StepAnswer, sendBatch, sendEach } from './send-steps.js';

/** In front of the middleware, so that only operations pass it; or behind, so that the envelope does too. */
export type BatchPlace = 'in front' | 'behind';

/** Returns the handler of a new app; what the app records goes to `note`. */
export type StartApp = (note: (line: string) => void) => RequestListener;

/** What a client sees of a case, and what the app notes. */
interface Outcome {
  readonly exchanges: readonly ExchangeAnswer[];
  readonly notes: readonly string[];
}

/**
 * Runs a case twice, each time in an app of its own: every request by itself, then the same in batches.
 *
 * Fails unless the app did what the case says, and both ways came to the same.
 */
export async function compareWays(
  { exchanges, notes = [], volatile, countsEnvelope }: MiddlewareCase<never>,
  startApp: StartApp,
  place: BatchPlace,
): Promise<void> {
  const standIn = countsEnvelope === true && place === 'behind';
  const direct = await perform(exchanges, startApp, { send: sendEach, standIn });
  direct.exchanges.forEach(({ steps }, at) => {
    steps.forEach((answer, index) => {
      expectWork(exchanges[at]!.steps[index]!, answer);
    });
  });
  expect(direct.notes).toEqual(notes);

  const batched = await perform(exchanges, startApp, { send: sendBatch, standIn: false });
  batched.exchanges.forEach(({ envelopeHeaders }, at) => {
    if (place === 'behind') expect(envelopeHeaders).toMatchObject(exchanges[at]!.behind ?? {});
  });
  expect(comparable(withEnvelopeHeaders(batched, direct), volatile)).toEqual(comparable(direct, volatile));
}

async function perform(
  exchanges: readonly Exchange[],
  startApp: StartApp,
  { send, standIn }: { send: typeof sendEach; standIn: boolean },
): Promise<Outcome> {
  const notes: string[] = [];
  const note = (line: string): void => {
    if (!line.startsWith(BATCH_PATH)) notes.push(line);
  };
  const { port, close } = await serve(startApp(note));
  const jar = new CookieJar();
  const answers: ExchangeAnswer[] = [];
  try {
    for (const exchange of exchanges) {
      // Where a middleware counts the envelope, a request without operations counts in its place.
      const { shared = {} } = exchange;
      if (standIn) await exchangeOverSocket(port, BATCH_PATH, { method: 'GET', headers: shared });
      const answer = await send(exchange, { port, cookies: jar.header() });
      jar.keep(answer.setCookies);
      answers.push(answer);
    }
  } finally {
    await close();
  }
  return { exchanges: answers, notes };
}

function expectWork({ send, status, headers, body }: Step, answer: StepAnswer): void {
  const about = `${send.method} ${send.path}`;
  expect([about, answer.status]).toEqual([about, status]);
  for (const [name, value] of Object.entries(headers ?? {})) {
    expect([about, name, answer.headers[name]]).toEqual([about, name, value]);
  }
  const text = toText(answer.bytes);
  if (body instanceof RegExp) expect(text).toMatch(body);
  else if (body !== undefined) expect([about, text]).toEqual([about, toText(Buffer.from(body as string))]);
}

/** Puts back what the document leaves out because the envelope says the same (design section 4). */
function withEnvelopeHeaders(batched: Outcome, direct: Outcome): Outcome {
  const exchanges = batched.exchanges.map((exchange, at) => ({
    ...exchange,
    steps: exchange.steps.map((answer, index) => {
      const headers = { ...answer.headers };
      for (const name of Object.keys(direct.exchanges[at]!.steps[index]!.headers)) {
        const own = exchange.envelopeHeaders[name];
        if (own !== undefined && name !== 'content-type') headers[name] ??= own;
      }
      return { ...answer, headers };
    }),
  }));
  return { ...batched, exchanges };
}

function comparable({ exchanges, notes }: Outcome, volatile: RegExp | undefined): unknown {
  const mask = (text: string): string =>
    volatile === undefined ? text : text.replaceAll(new RegExp(volatile, 'g'), '~');
  const outcome = {
    exchanges: exchanges.map(({ steps, setCookies }) => ({
      steps: steps.map(({ bytes, ...head }) => ({ ...head, body: toText(bytes) })),
      setCookies: lastOfEachName(setCookies),
    })),
    notes,
  };
  // Next to its name, so that a pattern can say which header it means.
  return JSON.parse(JSON.stringify(outcome), (name, value: unknown) =>
    typeof value === 'string' ? mask(`${name}: ${value}`) : value,
  );
}

/** What a client is left with; a batch lifts no more than that (design section 8). */
function lastOfEachName(setCookies: readonly string[]): string[] {
  const last = new Map(setCookies.map((cookie) => [cookie.slice(0, cookie.indexOf('=')), cookie]));
  return [...last.values()].sort();
}

/** Latin-1 has a character for every byte. */
function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
