import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BATCHES_OF_CLIENTS } from './batches-of-clients.js';
import { HOSTS } from './hosts.js';
import { MUTATIONS } from './mutate-answer.js';
import { PeopleServer } from './people-server.js';
import type { Exchange } from './record-exchange.js';

interface Recorded {
  readonly answer: Exchange['answer'];
  readonly result: string;
}

const recorded = new Map<string, Recorded>();
let answer: Exchange['answer'];
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
  const server = await PeopleServer.open();
  for (const [name, send] of Object.entries(BATCHES_OF_CLIENTS)) {
    const result = JSON.stringify(await send(await server.start(HOSTS[0]![1])));
    recorded.set(name, { answer: server.exchanges.at(-1)!.answer, result });
    await server.stop();
  }
  await server.close();
});
afterAll(async () => {
  replay.close();
  replay.closeAllConnections();
  await once(replay, 'close');
});

/** What a client makes of a changed answer: it reads an empty list, something else than what was sent, or it rejects. */
type Break = 'nothing' | 'other' | 'error';

/** The clients that each change breaks. Every rule of the writer of multipart answers stands because of a line of it. */
const BREAKS: Readonly<Record<keyof typeof MUTATIONS, Readonly<Record<string, Break>>>> = {
  'boundary in quotes': {
    '@odata/client': 'nothing',
    'o.js': 'nothing',
    'o.js, changeset': 'nothing',
    '@sap-cloud-sdk/odata-v4': 'error',
    'ts-odatajs': 'error',
  },
  'a parameter after the boundary': {
    '@odata/client': 'nothing',
    'o.js': 'nothing',
    'o.js, changeset': 'nothing',
    '@sap-cloud-sdk/odata-v4': 'error',
  },
  // googleapis-batcher needs it.
  'no space in front of the boundary': {},
  'another name of the boundary': { 'dynamics-web-api': 'other', '@pnp/sp': 'error' },
  'another name of the inner boundary': { 'dynamics-web-api': 'other', 'o.js, changeset': 'other' },
  'status 202': { 'o.js': 'error', 'o.js, changeset': 'error' },
  'status 207': { 'o.js': 'error', 'o.js, changeset': 'error' },
  'names of part headers in lower case': {
    '@odata/client': 'error',
    'o.js': 'other',
    'o.js, changeset': 'other',
  },
  'LF only': {
    'o.js': 'error',
    'o.js, changeset': 'error',
    'odata-batch': 'nothing',
    'ts-odatajs': 'error',
  },
  'an empty line in front': {},
  'text in front': { 'dynamics-web-api': 'nothing', '@pnp/sp': 'error' },
  'text behind': { '@pnp/sp': 'error' },
  'no CRLF at the end': { '@pnp/sp': 'error' },
  'a parameter of application/http': { '@odata/client': 'error' },
  'no reason phrase': { 'odata-batch': 'other' },
  'neither reason phrase nor space': {
    '@odata/client': 'other',
    'o.js': 'other',
    'o.js, changeset': 'other',
    'odata-batch': 'other',
    'ts-odatajs': 'other',
    '@pnp/sp': 'error',
  },
  // UI5 needs it too, and python3-googleapi.
  'no Content-ID': { 'o.js': 'other', 'o.js, changeset': 'other' },
  'no Content-Transfer-Encoding': {},
  'JSON on several lines': { '@sap-cloud-sdk/odata-v4': 'other' },
  'changeset not nested': { '@sap-cloud-sdk/odata-v4': 'other', 'ts-odatajs': 'other' },
};

test.each(Object.entries(MUTATIONS))('%s', async (name, mutate) => {
  const breaks: Record<string, Break> = {};
  for (const [client, send] of Object.entries(BATCHES_OF_CLIENTS)) {
    // It throws in a callback of its own, and neither resolves nor rejects.
    if (client === 'dynamics-web-api' && name === 'an empty line in front') continue;
    const { answer: right, result } = recorded.get(client)!;
    answer = mutate(right);
    const read = await send(origin()).then(JSON.stringify, () => 'error' as const);
    if (read === '[]') breaks[client] = 'nothing';
    else if (read !== result) breaks[client] = read === 'error' ? 'error' : 'other';
  }
  expect(breaks).toEqual(BREAKS[name as keyof typeof MUTATIONS]);
});

function origin(): string {
  return `http://127.0.0.1:${(replay.address() as AddressInfo).port}`;
}
