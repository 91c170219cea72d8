import { describe, expect, test } from '@jest/globals';
import { readMultistatus, type StatusResponse } from '@multistatus/document';
import { answerOutcomes } from '#core/encode/answer-outcomes.js';
import type { EnvelopeResponse } from '#core/http/envelope.js';
import type { Operation } from '#core/operation/operation.js';
import { AnsweredOutcome, type Outcome } from '#core/operation/outcome.js';
import { type ExchangeSettings, toExchange } from '../to-exchange.js';

const FORMATS = ['application/json', 'application/xml', 'application/x-ndjson'] as const;

function outcomeOf(index: number, text: string, contentType = 'text/plain'): Outcome {
  const operation = { id: String(index), index, method: 'GET', url: `/${index}` } as unknown as Operation;
  const headers = { 'content-type': contentType };
  return new AnsweredOutcome(operation, 'succeeded', {
    status: 200,
    headers,
    body: Buffer.from(text),
    isBodyTooLarge: false,
  });
}

async function* each(outcomes: readonly Outcome[]): AsyncGenerator<Outcome, void, undefined> {
  yield* outcomes;
}

async function bytesOf({ body }: EnvelopeResponse): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body);
  const pieces: Uint8Array[] = [];
  for await (const piece of body as AsyncIterable<string | Uint8Array>)
    pieces.push(Buffer.from(piece as string));
  return Buffer.concat(pieces);
}

/** Calls `work`, and returns how many turns of the event loop it has left to others. */
async function countTurns<Result>(work: () => Promise<Result>): Promise<{ result: Result; turns: number }> {
  let turns = 0;
  let isRunning = true;
  const count = (): void => {
    turns += 1;
    if (isRunning) setImmediate(count);
  };
  setImmediate(count);
  const result = await work();
  isRunning = false;
  return { result, turns };
}

async function answer(outcomes: readonly Outcome[], settings: ExchangeSettings): Promise<Buffer> {
  const exchange = toExchange(settings);
  return bytesOf(await answerOutcomes(outcomes, exchange));
}

describe.each(FORMATS)('a long answer in %s', (mediaType) => {
  const text = '<&>"\\😀'.repeat(60_000);

  test('is written in pieces, between which other callbacks run', async () => {
    const { result, turns } = await countTurns(() => answer([outcomeOf(0, text)], { mediaType }));
    expect(turns).toBeGreaterThan(result.byteLength / 65_536 / 2);
    const { document } = await readMultistatus(result.toString());
    expect((document.responses[0] as StatusResponse).body).toEqual({ encoding: 'text', text });
  });

  test.each([
    ['JSON', 'application/json', JSON.stringify(Array.from({ length: 20_000 }, (_, id) => ({ id })))],
    ['text', 'text/plain', 'é'.repeat(200_000)],
  ])('checks a body of %s in steps', async (_name, contentType, content) => {
    const exchange = toExchange({ mediaType });
    const { result, turns } = await countTurns(async () =>
      answerOutcomes([outcomeOf(0, content, contentType)], exchange),
    );
    if (mediaType !== 'application/x-ndjson') expect(turns).toBeGreaterThan(4);
    const { document } = await readMultistatus((await bytesOf(result)).toString());
    const encoding = contentType === 'text/plain' ? 'text' : 'json';
    expect((document.responses[0] as StatusResponse).body).toEqual({ encoding, text: content });
  });

  test('lets other callbacks run between many small responses', async () => {
    const outcomes = Array.from({ length: 3_000 }, (_, index) => outcomeOf(index, '{}', 'application/json'));
    const { result, turns } = await countTurns(() => answer(outcomes, { mediaType }));
    expect(turns).toBeGreaterThan(5);
    const { document } = await readMultistatus(result.toString());
    expect(document.responses.length).toBe(outcomes.length);
  });

  test('counts the bytes that are written, not those that the target sent', async () => {
    const special = mediaType === 'application/xml' ? '<' : '\n';
    const growth = mediaType === 'application/xml' ? 4 : 2;
    const body = special.repeat(1_000);
    for (const [maxResponseBytes, written] of [
      [2 * growth * 1_000, [true, true, false]],
      [2 * growth * 1_000 - 1, [true, false, false]],
      [3 * growth * 1_000, [true, true, true]],
    ] as const) {
      const outcomes = [outcomeOf(0, body), outcomeOf(1, body), outcomeOf(2, body)];
      const exchange = toExchange({ mediaType, maxResponseBytes });
      for (const source of [outcomes, each(outcomes)]) {
        const bytes = await bytesOf(await answerOutcomes(source, exchange));
        const { document } = await readMultistatus(bytes.toString());
        const responses = document.responses as readonly StatusResponse[];
        expect(responses.map((response) => response.body !== undefined)).toEqual(written);
        expect(responses.map(({ bodyOmitted }) => bodyOmitted)).toEqual(
          written.map((isWritten) => (isWritten ? undefined : 'too-large')),
        );
      }
    }
  });
});

test.each(['application/json', 'application/xml'])(
  'a short answer in %s is in one piece',
  async (mediaType) => {
    const response = await answerOutcomes([outcomeOf(0, 'a'.repeat(60_000))], toExchange({ mediaType }));
    expect(Symbol.asyncIterator in Object(response.body)).toBe(false);
    const long = await answerOutcomes([outcomeOf(0, 'a'.repeat(66_000))], toExchange({ mediaType }));
    expect(Symbol.asyncIterator in Object(long.body)).toBe(true);
  },
);

test('a body of `return=minimal` does not count', async () => {
  const outcomes = [outcomeOf(0, 'a'.repeat(100)), outcomeOf(1, 'b'.repeat(100))].map((outcome) => ({
    ...outcome,
    operation: { ...outcome.operation, method: 'PUT' },
  })) as Outcome[];
  const bytes = await answer(outcomes, { isMinimal: true, maxResponseBytes: 150 });
  expect(bytes.toString()).not.toContain('too-large');
});
