import { describe, expect, test } from '@jest/globals';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { createBulkEndpoint } from '#core/bulk/create-bulk-endpoint.js';
import type { EnvelopeRequest, EnvelopeResponse } from '#core/http/envelope.js';
import type { AcceptedWork, AsyncPreferences, AsyncSupport } from '#core/options/async-support.js';
import { BatchProblem } from '#core/problem/batch-problem.js';
import { toEnvelope } from '../to-envelope.js';
import { idSchema, type LaterOptions } from './later-bulk.js';

const NDJSON = 'application/x-ndjson';
const ANSWER: EnvelopeResponse = { status: 202, headers: {}, body: 'taken' };

type Work = Extract<AcceptedWork, { kind: 'list' }>;

type SentRequest = Partial<EnvelopeRequest> & { readonly text?: string };

/** What has been taken. */
interface Taken {
  readonly work: Work;
  readonly items: unknown[];
  readonly preferences: AsyncPreferences;
}

/** Starts an endpoint whose lists are taken, and not run. `onItem` is called with each item as it arrives. */
function start(
  options: LaterOptions = {},
  {
    maxOperations = 3,
    maxBodyBytes = 200,
    onItem,
  }: { maxOperations?: number; maxBodyBytes?: number; onItem?: (item: unknown) => void } = {},
): {
  readonly taken: Taken[];
  readonly errors: unknown[];
  readonly send: (request: SentRequest) => Promise<EnvelopeResponse>;
} {
  const taken: Taken[] = [];
  const errors: unknown[] = [];
  const journal = createJournal({ store: memoryStore(), identify: () => 'ann' });
  journal.close();
  const support: AsyncSupport<never, unknown> = {
    name: 'photos',
    monitors: '/monitors',
    limits: { maxOperations, maxBodyBytes },
    capture: undefined,
    attach: (endpoint) => ({
      describe: () => ({}),
      answerMonitor: () => Promise.reject(new Error('Nobody asks for it')),
      take: async (work, request, preferences) => {
        if (work.kind !== 'list') throw new TypeError('It is no list');
        const items: unknown[] = [];
        for await (const item of work.items) {
          items.push(item);
          onItem?.(item);
        }
        endpoint.onError('told', { request: request.outer });
        preferences.onKept();
        taken.push({ work, items, preferences });
        return ANSWER;
      },
    }),
  };
  const handle = (): unknown => Promise.reject(new Error('It ran'));
  const endpoint = createBulkEndpoint<{ id: number }, object, unknown, unknown>({
    item: idSchema,
    journal,
    async: support,
    ...(options.handleMany === undefined ? { handle } : {}),
    onError: (error, context) => errors.push([error, context]),
    ...options,
  });
  return {
    taken,
    errors,
    send: ({ headers, ...members }) => {
      const outer = {};
      const envelope = toEnvelope({
        url: '/photos?x=1',
        outer,
        headers: { prefer: 'respond-async, wait=7, return=minimal', ...headers },
        ...members,
      });
      return endpoint.handle({ envelope, extra: { req: outer }, message: {} });
    },
  };
}

async function* lines(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

function ndjson(...texts: readonly string[]): Partial<EnvelopeRequest> {
  const headers = {
    'content-type': NDJSON,
    accept: 'application/xml',
    host: 'photos.example',
    prefer: 'respond-async',
  };
  return { headers, body: { kind: 'stream', stream: lines(...texts) } };
}

function problemOf({ body }: EnvelopeResponse): Record<string, unknown> {
  return JSON.parse(body as string) as Record<string, unknown>;
}

test('passes on a list with what its answer needs, and its items unchecked', async () => {
  const { send, taken, errors } = start();
  expect(await send({ text: '[{"id":1},{"id":"x"}]' })).toMatchObject(ANSWER);
  expect(taken).toMatchObject([
    {
      work: {
        isWhole: false,
        list: {
          method: 'POST',
          path: '/photos',
          host: 'photos.example',
          idempotencyKey: undefined,
          answer: {
            format: 'json',
            mediaType: 'application/json',
            isMinimal: true,
            applied: ['return=minimal'],
          },
        },
      },
      items: [{ value: { id: 1 } }, { value: { id: 'x' } }],
      preferences: { waitSeconds: 7 },
    },
  ]);
  expect(Buffer.concat(taken[0]!.preferences.toContent() as Uint8Array[]).toString()).toBe(
    '[{"id":1},{"id":"x"}]',
  );
  expect(errors).toEqual([['told', { req: {}, item: undefined }]]);
});

test('passes on lines as they arrive, also those that are not valid', async () => {
  let arrive = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const { send, taken } = start({}, { onItem: () => arrive(), maxBodyBytes: 1 });
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"id":1}\n');
    await arrived;
    yield Buffer.from('{"id":\n\n{"id":3}');
  }
  await send({ ...ndjson(), body: { kind: 'stream', stream: body() } });
  expect(taken[0]!.items).toMatchObject([
    { value: { id: 1 } },
    { slug: 'malformed-item' },
    { value: { id: 3 } },
  ]);
  expect(taken[0]!.work.list.answer).toMatchObject({ format: 'xml' });
  expect(taken[0]!.preferences.toContent()).toEqual([]);
});

test('reads lines no faster than they are kept', async () => {
  let sent = 0;
  let kept = 0;
  const onItem = (): void => {
    kept += 1;
    expect(sent - kept).toBeLessThanOrEqual(1);
  };
  const { send, taken } = start({}, { maxOperations: 50, onItem });
  async function* body(): AsyncGenerator<Uint8Array> {
    for (; sent < 50; sent += 1) yield Buffer.from(`${sent}\n`);
  }
  await send({ ...ndjson(), body: { kind: 'stream', stream: body() } });
  expect(taken[0]!.items).toHaveLength(50);
});

describe('refuses the whole list, of which nothing is kept', () => {
  test.each<[string, SentRequest, number, Record<string, unknown>]>([
    ['JSON with too many items', { text: '[1,2,3,4]' }, 413, { limit: 'maxOperations', max: 3, actual: 4 }],
    ['JSON that is too long', { text: `["${'x'.repeat(200)}"]` }, 413, { limit: 'maxBodyBytes', max: 200 }],
    ['too many lines', ndjson('1\n2\n', '3\n4\n5\n'), 413, { limit: 'maxOperations', max: 3, actual: 4 }],
  ])('%s', async (_name, request, status, problem) => {
    const { send, taken } = start();
    const answer = await send({ ...request, headers: { ...request.headers, accept: 'application/json' } });
    expect(answer).toMatchObject({ status });
    expect(problemOf(answer)).toMatchObject({ ...problem, executed: false });
    expect(taken).toEqual([]);
  });

  test.each([false, true])('an upload that breaks off (held in memory: %s)', async (validateAll) => {
    const { send, taken, errors } = start({ validateAll });
    async function* body(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"id":1}\n');
      throw new Error('aborted');
    }
    const headers = { ...ndjson().headers, accept: 'application/json' };
    const answer = await send({ headers, body: { kind: 'stream', stream: body() } });
    expect(answer).toMatchObject({ status: 408 });
    expect(problemOf(answer)).toMatchObject({
      type: 'urn:multistatus:problem:incomplete-body',
      executed: false,
    });
    expect(taken).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('what take refuses', async () => {
    const refusal = new BatchProblem('too-many-batches', 'Wait', { headers: { 'retry-after': '5' } });
    const { send } = start(
      {},
      {
        onItem: () => {
          throw refusal;
        },
      },
    );
    expect(await send({ text: '[{"id":1}]' })).toMatchObject({
      status: 429,
      headers: { 'retry-after': '5' },
    });
  });
});

test('an endpoint that requires a key refuses a list without one', async () => {
  const { send, taken } = start({ idempotency: { required: true } });
  expect(problemOf(await send({ text: '[]' }))).toMatchObject({
    status: 400,
    type: 'urn:multistatus:problem:idempotency-key-missing',
  });
  await send({ text: '[{"id":1}]', headers: { 'idempotency-key': '"k"' } });
  expect(taken).toHaveLength(1);
});

describe('an endpoint that needs the whole list', () => {
  const handleMany: LaterOptions['handleMany'] = () => [];
  const transaction: LaterOptions['transaction'] = (_group, run) => run(undefined);
  test.each<[string, LaterOptions, boolean, string | undefined]>([
    ['atomic', { atomic: true, transaction }, true, undefined],
    ['handleMany', { handleMany }, true, undefined],
    ['key', { key: 'id' }, true, '"k"'],
    ['validateAll', { validateAll: true }, false, undefined],
  ])('%s', async (_name, options, isWhole, idempotencyKey) => {
    const { send, taken } = start(options);
    const request = ndjson('{"id":1}\n', '{"id":2}');
    await send({ ...request, headers: { ...request.headers, 'idempotency-key': '"k"' } });
    expect(taken).toMatchObject([
      { work: { isWhole, list: { idempotencyKey } }, items: [{ value: { id: 1 } }, { value: { id: 2 } }] },
    ]);
    expect(Buffer.concat(taken[0]!.preferences.toContent() as Uint8Array[]).toString()).toBe(
      '{"id":1}\n{"id":2}',
    );
  });

  test('validateAll refuses a list with an invalid item', async () => {
    const { send, taken } = start({ validateAll: true });
    const answer = await send({ text: '{"items":[{"id":1},{"id":"x"}]}' });
    expect(problemOf(answer)).toMatchObject({ status: 422, errors: [{ pointer: '#/items/1/id' }] });
    expect(taken).toEqual([]);
  });
});

describe('without the preference', () => {
  test('a list is answered at once, with the limits for that, and told of those of the preference', async () => {
    const limits = { maxItems: 1, maxBodyBytes: 100 };
    const { send, taken } = start({ limits, handle: () => undefined });
    const atOnce = { prefer: '' };
    expect(await send({ text: '[{"id":1}]', headers: atOnce })).toMatchObject({ status: 207 });
    const tooMany = problemOf(await send({ text: '[1,2]', headers: atOnce }));
    expect(tooMany).toMatchObject({ status: 413, limit: 'maxItems', max: 1, actual: 2 });
    expect(tooMany['detail']).toContain('Prefer: respond-async, which allows 3 items');
    const tooLong = problemOf(await send({ text: `["${'x'.repeat(120)}"]`, headers: atOnce }));
    expect(tooLong['detail']).toContain('Prefer: respond-async, which allows 200 bytes');
    const farTooMany = problemOf(await send({ text: '[1,2,3,4]', headers: atOnce }));
    expect(farTooMany['detail']).not.toContain('respond-async');
    expect(taken).toEqual([]);
  });
});
