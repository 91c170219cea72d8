import { expect, test } from '@jest/globals';
import type { Multistatus, MultistatusResponse } from '@multistatus/document';
import { eachHref, splitHrefs } from '#core/report/split-hrefs.js';

const shared: MultistatusResponse = {
  id: 'a',
  hrefs: ['/b', '/c'],
  status: 423,
  body: { encoding: 'json', text: '1' },
  error: [{ name: '{DAV:}lock-token-submitted' }],
  extensions: [{ name: '{urn:x}x' }],
};
const { hrefs: _hrefs, ...members } = shared;
const split = [
  { ...members, href: '/b' },
  { ...members, href: '/c' },
];
const propstats: MultistatusResponse = { href: '/d', propstats: [{ status: 200, properties: [] }] };

test('each href gets all members of the response', () => {
  const document: Multistatus = { responses: [shared, propstats], description: 'x' };
  expect(splitHrefs(document)).toStrictEqual({ responses: [...split, propstats], description: 'x' });
});

test('a summary counts the new responses, and none is added', () => {
  const summary = { total: 1, succeeded: 0, failed: 1, other: 0 };
  expect(splitHrefs({ summary, responses: [shared] }).summary).toEqual({ ...summary, total: 2, failed: 2 });
  expect(splitHrefs({ responses: [shared] })).not.toHaveProperty('summary');
});

test.each<MultistatusResponse>([propstats, { ...shared, index: 4 }])('%j stays as it is', (response) => {
  const document = { responses: [response] };
  expect(splitHrefs(document)).toBe(document);
});

test('responses are split as they arrive', async () => {
  async function* arriving(): AsyncGenerator<MultistatusResponse> {
    yield* [shared, propstats];
  }
  const responses: MultistatusResponse[] = [];
  for await (const response of eachHref(arriving())) responses.push(response);
  expect(responses).toStrictEqual([...split, propstats]);
});
