import { expect, test } from '@jest/globals';
import type { MultistatusResponse } from '@multistatus/document';
import {
  inArrivalOrder,
  inRequestOrder,
  type ServerPlace,
  summarise,
  withLocations,
} from '#console-page/formats/server-responses.js';
import type { Row } from '#console-page/model/row.js';

const PLACE: ServerPlace = { origin: 'http://api.example', basePath: '' };

function toRow(index: number, response: Partial<MultistatusResponse>, url = `/${index}`): Row {
  const state = (response.status ?? 0) >= 400 ? 'failed' : response.status === 302 ? 'other' : 'succeeded';
  return {
    index,
    id: `op${index}`,
    method: 'GET',
    url,
    state,
    executed: true,
    response: { id: `op${index}`, index, href: url, status: 200, ...response } as MultistatusResponse,
  };
}

const ARRIVED = [toRow(2, {}), toRow(0, { status: 404 }), toRow(1, { status: 302 })];

test('NDJSON keeps the order of arrival, with the indexes of the batch; JSON has neither', () => {
  expect(inArrivalOrder(ARRIVED).map(({ index }) => index)).toEqual([2, 0, 1]);
  expect(inArrivalOrder([toRow(7, { index: 0 })]).map(({ index }) => index)).toEqual([7]);
  expect(inRequestOrder(ARRIVED).map(({ id, index }) => [id, index])).toEqual([
    ['op0', undefined],
    ['op1', undefined],
    ['op2', undefined],
  ]);
  expect(summarise(ARRIVED)).toEqual({ total: 3, succeeded: 1, failed: 1, other: 1 });
});

test.each<[what: string, location: string, place: Partial<ServerPlace>, expected: string]>([
  ['a path', '/b?c=d', {}, '/b?c=d'],
  ['a relative path', '../b', {}, '/b'],
  ['a URL of the server', 'http://api.example/b#part', {}, '/b'],
  ['a URL of another server', 'https://other.example/b#part', {}, 'https://other.example/b'],
  ['characters that are not allowed', '/[b]|c', {}, '/%5Bb%5D%7Cc'],
  ['a path below a public prefix', '/b', { basePath: '/api' }, '/api/b'],
  ['a path that has the prefix', '/api/b', { basePath: '/api' }, '/api/b'],
])('the Location of a redirect: %s', (_what, location, place, expected) => {
  const row = toRow(0, { status: 302, headers: { Location: location } }, '/a/1');
  expect(withLocations([row], { ...PLACE, ...place })[0]?.location).toBe(expected);
});

test('the Location of a 201 is its href; other responses have none', () => {
  const created = toRow(0, { status: 201, href: '/photos/8', headers: { location: '8' } }, '/photos/');
  const found = toRow(1, { status: 200, headers: { location: '/elsewhere' } });
  expect(withLocations([created, found], PLACE).map(({ location }) => location)).toEqual([
    '/photos/8',
    undefined,
  ]);
});
