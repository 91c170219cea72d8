import { expect, test } from '@jest/globals';
import { createBulkEndpoint } from '#core/bulk/create-bulk-endpoint.js';
import type { EnvelopeRequest, EnvelopeResponse } from '#core/http/envelope.js';
import { toEnvelope } from '../to-envelope.js';
import { idSchema } from './later-bulk.js';

const NDJSON = 'application/x-ndjson';

/** An endpoint whose items wait until the test lets them end. */
function start(): {
  readonly drain: () => Promise<void>;
  readonly entered: Promise<void>;
  readonly letGo: () => void;
  readonly ran: number[];
  readonly send: (
    request: Partial<EnvelopeRequest> & { readonly text?: string },
  ) => Promise<EnvelopeResponse>;
} {
  const ran: number[] = [];
  let enter = (): void => undefined;
  const entered = new Promise<void>((resolve) => {
    enter = resolve;
  });
  let letGo = (): void => undefined;
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const endpoint = createBulkEndpoint<{ id: number }, object, unknown>({
    item: idSchema,
    limits: { concurrency: 1 },
    handle: async ({ id }) => {
      ran.push(id);
      enter();
      await gone;
    },
  });
  return {
    drain: endpoint.drain,
    entered,
    letGo,
    ran,
    send: (request) =>
      endpoint.handle({ envelope: toEnvelope({ url: '/photos', ...request }), extra: {}, message: {} }),
  };
}

async function textOf({ body }: EnvelopeResponse): Promise<string> {
  if (typeof body === 'string') return body;
  const pieces: string[] = [];
  for await (const piece of body as AsyncIterable<string | Uint8Array>)
    pieces.push(Buffer.from(piece).toString());
  return pieces.join('');
}

interface ItemResponse {
  readonly status: number;
  readonly body: { readonly detail: string };
}

/** Reads the responses of a document in JSON, or of lines. */
function readResponses(text: string): ItemResponse[] {
  const values = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ItemResponse & { responses?: ItemResponse[] });
  return values.flatMap((value) => value.responses ?? ('summary' in value ? [] : [value]));
}

const LIST = { text: '[{"id":1},{"id":2}]' };
const LINES = { text: '{"id":1}\n{"id":2}\n{"id":3}\n', headers: { 'content-type': NDJSON, accept: NDJSON } };

test.each([
  ['a list', LIST, 'it may be sent again'],
  ['lines', LINES, 'The server is shutting down: this item and all after it did not run'],
])(
  '%s: what has started ends, nothing more starts, and drain waits for it',
  async (_name, request, detail) => {
    const { drain, entered, letGo, ran, send } = start();
    const answer = send(request).then(textOf);
    await entered;
    let hasDrained = false;
    const draining = drain().then(() => {
      hasDrained = true;
    });
    const refused = await send(LIST);
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(JSON.parse(refused.body as string)).toMatchObject({
      type: 'urn:multistatus:problem:shutting-down',
      executed: false,
    });
    expect(hasDrained).toBe(false);
    letGo();
    const responses = readResponses(await answer);
    await draining;
    expect(responses.map(({ status }) => status)).toEqual([204, 503]);
    expect(responses[1]!.body.detail).toMatch(detail);
    expect(ran).toEqual([1]);
  },
);

test('a list whose body arrives later is refused as a whole', async () => {
  const { drain, ran, send } = start();
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  async function* body(): AsyncGenerator<Uint8Array> {
    await arrived;
    yield Buffer.from(LIST.text);
  }
  const answer = send({ body: { kind: 'stream', stream: body() } });
  await drain();
  arrive();
  expect(await answer).toMatchObject({ status: 503 });
  expect(ran).toEqual([]);
});
