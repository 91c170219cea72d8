import { describe, expect, test } from '@jest/globals';
import {
  type AcceptedBatch,
  createBatchEndpoint,
  type Dispatch,
  type Outcome,
  restoreBatch,
  restoreOutcomes,
  storeBatch,
  storeOutcomes,
  UnknownVersionError,
} from '@multistatus/core/adapter';
import { toAnswer } from '../outcomes.js';
import { toEnvelope } from '../to-envelope.js';

const BYTES = Uint8Array.from({ length: 256 }, (_, index) => index);
const REQUESTS = [
  { id: 'album', method: 'POST', url: '/albums', body: { title: 'Lofoten' }, headers: { 'x-own': 'é' } },
  {
    method: 'PUT',
    url: '/raw',
    headers: { 'content-type': 'image/png' },
    body: Buffer.from(BYTES).toString('base64'),
  },
  { id: 'photo', method: 'GET', url: '$album/photos', headers: { 'if-none-match': '"1"' } },
  { method: 'PUT', url: '/a', atomicityGroup: 'g', body: 1 },
  { method: 'PUT', url: '/b', atomicityGroup: 'g', dependsOn: ['album'], body: 'text' },
  { method: 'DELETE', url: '/fails' },
];

const dispatch: Dispatch = async ({ method, url, body }) => {
  if (url === '/fails') throw new Error('hidden');
  if (url === '/raw') return toAnswer({ headers: { 'content-type': 'image/png' }, body: body ?? '' });
  const location = method === 'POST' ? { location: '/albums/4' } : {};
  return toAnswer({ status: method === 'POST' ? 201 : 200, headers: { ...location, 'x-a': ['1', '2'] } });
};

const endpoint = createBatchEndpoint({
  transaction: (_group, run) => run(undefined),
  onError: () => undefined,
});

function viaJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

async function acceptAndStore(): Promise<{ accepted: AcceptedBatch; stored: unknown }> {
  const text = JSON.stringify({ requests: REQUESTS });
  const accepted = await endpoint.accept(
    toEnvelope({ text, headers: { cookie: 's=1', authorization: 'x' } }),
  );
  return { accepted, stored: viaJson(storeBatch(accepted)) };
}

describe('a stored batch', () => {
  test('is restored as it was accepted, including its bytes', async () => {
    const { accepted, stored } = await acceptAndStore();
    expect(viaJson(storeBatch(restoreBatch(stored)))).toEqual(stored);
    const restored = restoreBatch(stored);
    expect(restored.plan).toEqual(viaJson(accepted.plan));
    expect(restored.operations.map(({ body }) => body && [...body])).toEqual(
      accepted.operations.map(({ body }) => body && [...body]),
    );
    expect([...(restored.operations[1]?.body ?? [])]).toEqual([...BYTES]);
  });

  test('holds no credentials of the batch request', async () => {
    const { stored } = await acceptAndStore();
    expect(JSON.stringify(stored)).not.toMatch(/cookie|s=1|authorization/);
  });

  test('gets the same answer as from the endpoint when it is restored, executed and encoded', async () => {
    const text = JSON.stringify({ requests: REQUESTS });
    const whole = await endpoint.handle(toEnvelope({ text }), dispatch);
    const { stored } = await acceptAndStore();
    const accepted = restoreBatch(stored);
    const outcomes = viaJson(storeOutcomes(await endpoint.execute(accepted, dispatch), accepted));
    const later = restoreBatch(viaJson(storeBatch(accepted)));
    expect(await endpoint.encode(restoreOutcomes(outcomes, later), later)).toEqual(whole);
    expect(await endpoint.encode(restoreOutcomes(outcomes, later), later)).toEqual(whole);
    const { body } = await endpoint.encode(restoreOutcomes(outcomes, later), later, {
      mediaType: 'text/xml',
    });
    expect(body).toContain('<D:multistatus');
  });

  test.each([undefined, 0, 2, '1'])(
    'of version %j is refused by name, and so are outcomes',
    async (version) => {
      const { accepted, stored } = await acceptAndStore();
      const message = new RegExp(
        `has ${version === undefined ? 'no version' : `version ${JSON.stringify(version)}`};`,
      );
      const outcomes = { version, outcomes: [] };
      for (const restore of [
        () => restoreBatch({ ...(stored as object), version }),
        () => restoreOutcomes(outcomes, accepted),
      ]) {
        expect(restore).toThrow(UnknownVersionError);
        expect(restore).toThrow(message);
      }
      expect(() => restoreBatch(null)).toThrow(UnknownVersionError);
    },
  );

  test('throws for outcomes of another batch, and for a format that the endpoint does not have', async () => {
    const { accepted } = await acceptAndStore();
    const outcomes = storeOutcomes(await endpoint.execute(accepted, dispatch), accepted);
    expect(() => restoreOutcomes(outcomes, { ...accepted, operations: [] })).toThrow(RangeError);
    expect(() => restoreOutcomes(outcomes, { ...accepted, batchId: 'another' })).toThrow(
      `The outcomes belong to the batch ${accepted.batchId}, not to another`,
    );
    const misspelt = { drian: new AbortController().signal };
    await expect(endpoint.execute(accepted, dispatch, misspelt as never)).rejects.toThrow(
      'execute.drian is not an option; did you mean drain?',
    );
    await expect(endpoint.encode([], accepted, { media: 'text/xml' } as never)).rejects.toThrow(
      'encode.media is not an option; did you mean mediaType?',
    );
    await expect(endpoint.execute({ ...accepted, format: 'cbor' }, dispatch)).rejects.toThrow(
      'batch.formats has no format cbor, which the batch needs; it has json, xml, ndjson',
    );
    await expect(endpoint.encode([], accepted, { mediaType: 'text/csv' })).rejects.toThrow(
      'no format that writes text/csv',
    );
  });
});

describe('a stored value that is damaged', () => {
  type Members = Record<string, unknown>;
  const ofFirst = (list: unknown, members: Members): Members[] => {
    const [first, ...others] = list as Members[];
    return [{ ...first, ...members }, ...others];
  };

  test.each<[place: string, damage: (batch: Members) => Members]>([
    ['batch.operations', () => ({ operations: undefined })],
    ['batch.operations[0]', ({ operations }) => ({ operations: [null, operations] })],
    ['batch.operations[0].index', ({ operations }) => ({ operations: ofFirst(operations, { index: -1 }) })],
    ['batch.operations[1].index', ({ operations }) => ({ operations: ofFirst(operations, { index: 1 }) })],
    ['batch.operations[0].method', ({ operations }) => ({ operations: ofFirst(operations, { method: 7 }) })],
    [
      'batch.operations[0].headers',
      ({ operations }) => ({ operations: ofFirst(operations, { headers: undefined }) }),
    ],
    ['batch.operations[0].body', ({ operations }) => ({ operations: ofFirst(operations, { body: '!' }) })],
    ['batch.operations[0].body', ({ operations }) => ({ operations: ofFirst(operations, { body: 5 }) })],
    ['batch.plan', () => ({ plan: undefined })],
    ['batch.plan', () => ({ plan: [] })],
    ['batch.plan', ({ plan }) => ({ plan: (plan as unknown[]).slice(0, -1) })],
    ['batch.plan[0].operations', ({ plan }) => ({ plan: ofFirst(plan, { operations: [99] }) })],
    ['batch.plan[0].operations', ({ plan }) => ({ plan: ofFirst(plan, { operations: [0, 0] }) })],
    ['batch.plan[0].operations', ({ plan }) => ({ plan: ofFirst(plan, { operations: [0, 1] }) })],
    ['batch.plan[0].operations', ({ plan }) => ({ plan: ofFirst(plan, { operations: [] }) })],
    ['batch.plan[0].dependencies', ({ plan }) => ({ plan: ofFirst(plan, { dependencies: [0] }) })],
    ['batch.allowed', () => ({ allowed: undefined })],
    ['batch.stopAfter', () => ({ stopAfter: null })],
    ['batch.answer', () => ({ answer: undefined })],
    ['batch.answer.mediaType', ({ answer }) => ({ answer: { ...(answer as object), mediaType: 1 } })],
  ])('is refused, and named: %s', async (place, damage) => {
    const { stored } = await acceptAndStore();
    const damaged = { ...(stored as Members), ...damage(stored as Members) };
    expect(() => restoreBatch(damaged)).toThrow(
      new TypeError(`The stored value is damaged: ${place} is missing or not valid`),
    );
  });

  test.each<[place: string, outcomes: (outcomes: unknown) => unknown]>([
    ['outcomes.outcomes', () => undefined],
    ['outcomes.outcomes[0]', () => ['answered']],
    ['outcomes.outcomes[0].index', (outcomes) => ofFirst(outcomes, { index: 'length' })],
    ['outcomes.outcomes[0].url', (outcomes) => ofFirst(outcomes, { url: null })],
    ['outcomes.outcomes[0].timing', (outcomes) => ofFirst(outcomes, { timing: 12 })],
    ['outcomes.outcomes[0].timing', (outcomes) => ofFirst(outcomes, { timing: { startMs: 1 } })],
    [
      'outcomes.outcomes[0].timing',
      (outcomes) => ofFirst(outcomes, { timing: { startMs: -1, durationMs: 0 } }),
    ],
    ['outcomes.outcomes[0].kind', (outcomes) => ofFirst(outcomes, { kind: 'lost' })],
    ['outcomes.outcomes[0].answer', (outcomes) => ofFirst(outcomes, { answer: undefined })],
    ['outcomes.outcomes[0].problem', (outcomes) => ofFirst(outcomes, { kind: 'failed' })],
    [
      'outcomes.outcomes[0].answer.base64',
      (outcomes) => ofFirst(outcomes, { answer: { status: 200, headers: {} } }),
    ],
    [
      'outcomes.outcomes[0].answer.text',
      (outcomes) => ofFirst(outcomes, { answer: { status: 200, headers: {}, text: 5 } }),
    ],
  ])('is refused, and named: %s', async (place, damage) => {
    const { accepted } = await acceptAndStore();
    const { outcomes } = storeOutcomes(await endpoint.execute(accepted, dispatch), accepted);
    expect(() =>
      restoreOutcomes({ version: 1, batchId: accepted.batchId, outcomes: damage(outcomes) }, accepted),
    ).toThrow(new TypeError(`The stored value is damaged: ${place} is missing or not valid`));
  });
});

test('outcomes keep an answer that has its members as getters', async () => {
  class Answer {
    readonly socket: unknown = this; // does not survive JSON
    get status(): number {
      return 201;
    }
    get headers(): Record<string, string> {
      return { 'x-a': '1' };
    }
    get body(): Uint8Array {
      return BYTES;
    }
    get isBodyTooLarge(): boolean {
      return false;
    }
  }
  const accepted = await endpoint.accept(toEnvelope({ text: '{"requests":[{"method":"GET","url":"/a"}]}' }));
  const outcomes = await endpoint.execute(accepted, async () => new Answer());
  const restored = restoreOutcomes(viaJson(storeOutcomes(outcomes, accepted)), accepted);
  expect(await endpoint.encode(restored, accepted)).toEqual(await endpoint.encode(outcomes, accepted));
});

describe('encode', () => {
  const pick = async (
    indexes: readonly number[],
  ): Promise<{ accepted: AcceptedBatch; outcomes: Outcome[] }> => {
    const { accepted } = await acceptAndStore();
    const outcomes = await endpoint.execute(accepted, dispatch);
    return { accepted, outcomes: indexes.map((index) => outcomes[index] as Outcome) };
  };
  async function* arriving(outcomes: readonly Outcome[]): AsyncGenerator<Outcome> {
    yield* outcomes;
  }

  test.each(['application/json', 'application/xml'])(
    'writes some outcomes, in any order, in the order of the request: %s',
    async (mediaType) => {
      const { accepted, outcomes } = await pick([4, 2]);
      const expected = await endpoint.encode([...outcomes].reverse(), accepted, { mediaType });
      expect(expected.body).toMatch(mediaType === 'application/json' ? /"total":2/ : /total="2"/);
      expect(await endpoint.encode(outcomes, accepted, { mediaType })).toEqual(expected);
      expect(await endpoint.encode(arriving(outcomes), accepted, { mediaType })).toEqual(expected);
    },
  );
});

test('a hook onOutcome that throws does not keep the batch from ending', async () => {
  const errors: unknown[] = [];
  const { accept, execute } = createBatchEndpoint({ onError: (error) => void errors.push(error) });
  const text = JSON.stringify({ requests: ['/1', '/2'].map((url) => ({ method: 'GET', url })) });
  const onOutcome = (): never => {
    throw new Error('hook');
  };
  const outcomes = await execute(await accept(toEnvelope({ text })), dispatch, { onOutcome });
  expect(outcomes.map(({ kind }) => kind)).toEqual(['answered', 'answered']);
  expect(errors).toEqual([new Error('hook'), new Error('hook')]);
});

describe('the two signals of execute', () => {
  test('drain starts nothing more and waits for what runs; abort aborts it', async () => {
    for (const [signal, expected] of [
      ['drain', ['answered', 'not-started', 'not-started']],
      ['abort', ['operation-timeout', 'not-started', 'not-started']],
    ] as const) {
      const requests = ['/1', '/2', '/3'].map((url) => ({ method: 'GET', url }));
      const text = JSON.stringify({ requests, execution: 'sequential' });
      const accepted = await endpoint.accept(toEnvelope({ text }));
      const controller = new AbortController();
      let answer = (): void => undefined;
      const running = endpoint.execute(
        accepted,
        () =>
          new Promise((resolve) => {
            answer = () => resolve(toAnswer());
          }),
        { [signal]: controller.signal },
      );
      controller.abort();
      answer();
      const outcomes = await running;
      expect(
        outcomes.map((each) => (each.kind === 'answered' ? each.kind : each.problem.type.split(':').at(-1))),
      ).toEqual(expected);
    }
  });

  test('drain while allow decides starts nothing but what is left of a group that runs', async () => {
    const controller = new AbortController();
    const { accept, execute } = createBatchEndpoint({
      transaction: (_group, run) => run(undefined),
      allow: async ({ url }) => {
        if (url === '/g2') controller.abort();
        return true;
      },
    });
    const requests = [
      { method: 'PUT', url: '/g1', atomicityGroup: 'g' },
      { method: 'PUT', url: '/g2', atomicityGroup: 'g' },
      { method: 'PUT', url: '/g3', atomicityGroup: 'g' },
    ];
    const accepted = await accept(toEnvelope({ text: JSON.stringify({ requests }) }));
    const ran = await execute(accepted, dispatch, { drain: controller.signal });
    expect(ran.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);

    const single = await accept(toEnvelope({ text: '{"requests":[{"method":"PUT","url":"/a"}]}' }));
    const drain = new AbortController();
    const running = execute(
      single,
      () => {
        throw new Error('dispatched');
      },
      { drain: drain.signal },
    );
    drain.abort();
    expect(await running).toMatchObject([{ kind: 'skipped', problem: { status: 503, executed: false } }]);
  });

  test('if drain was aborted before the start, nothing runs', async () => {
    const accepted = await endpoint.accept(toEnvelope({ text: JSON.stringify({ requests: REQUESTS }) }));
    const outcomes = await endpoint.execute(
      accepted,
      () => {
        throw new Error('dispatched');
      },
      { drain: AbortSignal.abort() },
    );
    expect(new Set(outcomes.map((each) => each.kind))).toEqual(new Set(['skipped']));
    expect(outcomes).toHaveLength(REQUESTS.length);
  });
});
