import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BATCHES_OF_CLIENTS } from './batches-of-clients.js';
import { MUTATIONS } from './mutate-answer.js';
import type { People } from './people.js';
import { rowsOfPage } from './read-page.js';
import type { Exchange } from './record-exchange.js';

const PAGE = 'docs/internals/odata-answers.md';

interface Recorded {
  readonly answer: Exchange['answer'];
  readonly result: string;
}

type Effect = 'nothing' | 'error' | 'other';

const EFFECTS: Readonly<Record<string, Effect>> = {
  'reads nothing': 'nothing',
  rejects: 'error',
  'reads something wrong': 'other',
};

/** The clients that each change breaks, as the page says. Every rule of the writer stands because of a row of it. */
const BREAKS = readBreaks();

/** Declares the tests that change an answer, and read it by each client. */
export function declareMutations({ server, start }: People): void {
  const recorded = new Map<string, Recorded>();
  let answer: Exchange['answer'];
  let origin: string;
  /** Answers every request with `answer`. */
  const replay = createServer((req, res) => {
    req.resume().on('end', () => {
      res.writeHead(answer.status, { 'Content-Type': answer.type, 'OData-Version': '4.0' });
      res.end(Buffer.from(answer.body, 'latin1'));
    });
  });

  beforeAll(async () => {
    replay.listen(0, '127.0.0.1');
    await once(replay, 'listening');
    origin = `http://127.0.0.1:${(replay.address() as AddressInfo).port}`;
    for (const [name, send] of Object.entries(BATCHES_OF_CLIENTS)) {
      const result = JSON.stringify(await send(await start()));
      recorded.set(name, { answer: server().exchanges.at(-1)!.answer, result });
      await server().stop();
    }
  });
  afterAll(async () => {
    replay.close();
    replay.closeAllConnections();
    await once(replay, 'close');
  });

  test('the page has no other changes', () => {
    expect(Object.keys(MUTATIONS)).toEqual(expect.arrayContaining([...BREAKS.keys()]));
  });

  test.each(Object.entries(MUTATIONS))('%s', async (name, mutate) => {
    const breaks: Record<string, Effect> = {};
    for (const [client, send] of Object.entries(BATCHES_OF_CLIENTS)) {
      // It throws in a callback of its own, and neither resolves nor rejects.
      if (client === 'dynamics-web-api' && name === 'an empty line in front') continue;
      const { answer: right, result } = recorded.get(client)!;
      answer = mutate(right);
      const read = await send(origin).then(JSON.stringify, () => 'error' as const);
      if (read === '[]') breaks[client] = 'nothing';
      else if (read !== result) breaks[client] = read === 'error' ? 'error' : 'other';
    }
    expect(breaks).toEqual(BREAKS.get(name) ?? {});
  });
}

/** Returns what each client does after each change, from the table of the page. */
function readBreaks(): ReadonlyMap<string, Readonly<Record<string, Effect>>> {
  const breaks = new Map<string, Record<string, Effect>>();
  for (const [change = '', effect = '', clients = ''] of rowsOfPage(PAGE, 'change of the answer')) {
    const effects = breaks.get(change) ?? {};
    for (const client of clients.split(', ')) effects[client] = EFFECTS[effect]!;
    breaks.set(change, effects);
  }
  return breaks;
}
