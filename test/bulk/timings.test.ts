import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Timing } from '@multistatus/document';
import { readMultistatus } from '@multistatus/document';
import { type BulkServer, bulkHosts, type HostOptions } from './bulk-hosts.js';
import { exchange, type ItemResponse, inOrder, NDJSON, readDocument, readLines } from './exchange.js';

const ITEMS = [{ id: 1 }, { id: 'invalid' }, { id: 3 }];
const TIMED: HostOptions = {
  timings: true,
  item: { type: 'object', properties: { id: { type: 'integer' } } },
  handle: (item) => item,
};
const TENTHS: Timing = { startMs: expect.any(Number) as never, durationMs: expect.any(Number) as never };

function timingsOf(responses: readonly ItemResponse[]): readonly (Timing | undefined)[] {
  return responses.map((response) => (response as { timing?: Timing }).timing);
}

describe.each(bulkHosts)('$name', (host) => {
  let server: BulkServer;
  afterEach(() => server.close());

  test.each([
    ['a list', ITEMS],
    ['NDJSON', ITEMS.map((item) => `${JSON.stringify(item)}\n`).join('')],
  ])('with timings, %s is answered with the times of the items that have run', async (_name, body) => {
    server = await host.start(TIMED);
    const expected = [TENTHS, undefined, TENTHS];
    const inJson = readDocument(await exchange(server.port, { body, accept: 'application/json' }));
    expect(timingsOf(inJson.responses)).toEqual(expected);
    const inLines = readLines(await exchange(server.port, { body, accept: NDJSON }));
    expect(timingsOf(inOrder(inLines.outcomes))).toEqual(expected);
    const { text } = await exchange(server.port, { body, accept: 'application/xml' });
    const { document } = await readMultistatus(text, { contentType: 'application/xml' });
    expect(document.responses.map(({ timing }) => timing)).toEqual(expected);
  });

  test('without, no item has one', async () => {
    server = await host.start({ ...TIMED, timings: false });
    for (const body of [ITEMS, `${JSON.stringify(ITEMS[0])}\n`]) {
      const { text } = await exchange(server.port, { body, accept: NDJSON });
      expect(text).not.toContain('timing');
    }
  });

  test.each([
    ['a list', {}],
    [
      'an atomic list',
      { atomic: true, transaction: (_group: unknown, run: (tx: unknown) => Promise<void>) => run(0) },
    ],
  ] as const)('all items of %s have the time of one call of handleMany', async (_name, options) => {
    const { handle: _handle, ...rest } = TIMED;
    const handleMany = async (items: readonly unknown[]): Promise<readonly unknown[]> => {
      const started = performance.now();
      while (performance.now() - started < 3); // each item has this time, although the first starts before it and the others after it
      await turn();
      return items;
    };
    server = await host.start({ ...rest, ...options, handleMany });
    const body = [{ id: 1 }, { id: 2 }, { id: 3 }];
    const [first, ...others] = timingsOf(readDocument(await exchange(server.port, { body })).responses);
    expect(first).toEqual(TENTHS);
    expect(others).toEqual([first, first]);
  });
});
