import { describe, expect, test } from '@jest/globals';
import {
  type AcceptedBatch,
  createBatchEndpoint,
  type Dispatch,
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
    const outcomes = viaJson(storeOutcomes(await endpoint.execute(accepted, dispatch)));
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
    const outcomes = storeOutcomes(await endpoint.execute(accepted, dispatch));
    expect(() => restoreOutcomes(outcomes, { operations: [] })).toThrow(RangeError);
    await expect(endpoint.execute({ ...accepted, format: 'cbor' }, dispatch)).rejects.toThrow(
      'batch.formats has no format cbor, which the batch needs; it has json, xml, ndjson',
    );
    await expect(endpoint.encode([], accepted, { mediaType: 'text/csv' })).rejects.toThrow(
      'no format that writes text/csv',
    );
  });
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
