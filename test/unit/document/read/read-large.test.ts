import { describe, expect, test } from '@jest/globals';
import { createMultistatus, readMultistatus } from '@multistatus/document';

// More than there may be arguments of one call.
const MANY = 150_000;

describe('answers of other services of unusual size', () => {
  test('reads a document with many members beside its list', async () => {
    const { document } = await readJson({
      ...many((at) => [`m${at}`, at]),
      results: [{ id: 1, status: 404 }],
    });
    expect(document.responses).toHaveLength(1);
  });

  test('describes a failure that is nested deeply by its nearest text', async () => {
    let error: object = { error: 'too deep' };
    for (let depth = 0; depth < 60; depth++) error = { message: error, error: 'nested' };
    const { document } = await readJson([{ id: 1, success: false, ...error }]);
    expect(document.responses[0]?.description).toBe('nested');
  });

  test('describes no failure by a text that is nested more deeply than errors are', async () => {
    const error = `${'{"error":'.repeat(5000)}{"message":"x"}${'}'.repeat(5000)}`;
    const { document } = await readMultistatus(`[{"id":1,"status":404,"error":${error}}]`);
    expect(document.responses[0]?.description).toBeUndefined();
  });

  test('reads headers in a long list, in which a name may occur twice', async () => {
    const list = Array.from({ length: 5000 }, (_, at) => ({ name: `h${at}`, value: 'v' }));
    const headers = [...list, { name: 'h0', value: 'w' }];
    const { document } = await readJson([{ id: 1, status: 200, body: 1, headers }]);
    expect(document.responses[0]?.headers).toMatchObject({ h0: ['v', 'w'], h4999: 'v' });
  });

  test('reads many lists of failures', async () => {
    const lists = Object.fromEntries(
      Array.from({ length: 5000 }, (_, at) => [`error${at}`, [{ id: `e${at}`, status: 404 }]]),
    );
    const { document } = await readJson({ results: [{ id: 1, status: 200 }], ...lists });
    expect(document.responses).toHaveLength(5001);
    expect(document.responses[5000]).toMatchObject({ id: 'e4999', status: 404 });
  });
});

describe('XML with many unknown elements', () => {
  const unknown = '<x/>'.repeat(MANY);

  test('reads them in a propstat, and a report merges those of a document', async () => {
    const { document } = await readMultistatus(
      `<D:multistatus xmlns:D="DAV:"><D:response><D:href>/a</D:href><D:propstat><D:prop><D:p/></D:prop>` +
        `<D:status>HTTP/1.1 200 OK</D:status>${unknown}</D:propstat></D:response>${unknown}</D:multistatus>`,
    );
    expect(document.responses[0]?.extensions).toHaveLength(MANY);
    expect(createMultistatus().merge(document).toDocument().extensions).toHaveLength(MANY);
  });
});

function many(member: (at: number) => [string, unknown]): object {
  return Object.fromEntries(Array.from({ length: MANY }, (_, at) => member(at)));
}

function readJson(value: unknown): ReturnType<typeof readMultistatus> {
  return readMultistatus(JSON.stringify(value), { contentType: 'application/json' });
}
