import { describe, expect, test } from '@jest/globals';
import { batchFetchImplementation } from '@jrmdayn/googleapis-batcher';
import { parks } from './parks.js';

describe.each(parks)('googleapis-batcher with googleBatch() on %s', (_name, openPark) => {
  test('reads results, a failure in the middle, a 204 and non-ASCII text, each as the answer to its request', async () => {
    const { origin, received, close } = await openPark();
    const fetchAnimals = batchFetchImplementation();
    const json = { 'Content-Type': 'application/json', Authorization: 'Bearer tok' };
    const answers = await Promise.all([
      fetchAnimals(`${origin}/park/v1/animals/pony?fields=name`, { headers: json }),
      fetchAnimals(`${origin}/park/v1/animals/none`, { headers: json }),
      fetchAnimals(`${origin}/park/v1/animals`, { method: 'POST', headers: json, body: '{"name":"élan"}' }),
      fetchAnimals(`${origin}/park/v1/animals/pony`, { method: 'DELETE', headers: json }),
      fetchAnimals(`${origin}/park/v1/animals/cow`, { headers: json }),
    ]);
    await close();
    expect(received).toEqual(['POST /batch']);
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 201, 204, 200]);
    expect(answers.map(({ statusText }) => statusText)).toEqual([
      'OK',
      'Not Found',
      'Created',
      'No Content',
      'OK',
    ]);
    expect(answers[0]?.headers.get('content-type')).toBe('application/json');
    expect(
      await Promise.all([answers[0], answers[1], answers[2], answers[4]].map((each) => each?.json())),
    ).toEqual([
      { url: '/park/v1/animals/pony?fields=name', name: 'poney écossais' },
      { error: { message: 'no such animal' } },
      { name: 'élan' },
      { url: '/park/v1/animals/cow', name: 'poney écossais' },
    ]);
  });

  test('reads a thousand answers, where the endpoint allows as many', async () => {
    const { origin, close } = await openPark({ limits: { maxOperations: 1_000 } });
    const fetchAnimals = batchFetchImplementation();
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => fetchAnimals(`${origin}/park/v1/animals/${index}`, {})),
    );
    const bodies = await Promise.all(answers.map((each) => each.json() as Promise<{ url: string }>));
    await close();
    expect(bodies.map(({ url }) => url)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => `/park/v1/animals/${index}`),
    );
  });

  test('fails where the batch is refused', async () => {
    const { origin, close } = await openPark({ limits: { maxOperations: 1 } });
    const fetchAnimals = batchFetchImplementation();
    const answers = await Promise.allSettled([
      fetchAnimals(`${origin}/a`, {}),
      fetchAnimals(`${origin}/b`, {}),
    ]);
    await close();
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
