import { describe, expect, test } from '@jest/globals';
import { BatchAbortError, BatchError, type BatchErrorInit } from '@multistatus/client';
import { explainStop, type StopFacts } from '#console-page/run/explain-stop.js';

const FACTS: StopFacts = {
  phase: 'failed',
  error: undefined,
  answer: undefined,
  key: undefined,
  sent: 3,
  arrived: 0,
  isOffline: false,
};

function explain(facts: Partial<StopFacts>): (string | undefined)[] {
  const { title, text, advice, action } = explainStop({ ...FACTS, ...facts }) ?? {};
  return [title, text, advice, action];
}

const error = (init: BatchErrorInit): BatchError => new BatchError('never shown', init);
const answer = (status: number, headers: Record<string, string>): StopFacts['answer'] => ({
  status,
  headers: new Headers(headers),
});
const problem = (slug: string, status: number, more: object = {}) => ({
  type: `urn:multistatus:problem:${slug}`,
  title: `Title of ${slug}`,
  status,
  ...more,
});
const CHECK = 'Check whether they took effect before you send the batch again.';

test('a run with all of its outcomes needs no words', () => {
  expect(explainStop({ ...FACTS, phase: 'complete', arrived: 3 })).toBeUndefined();
});

describe('a refused batch', () => {
  const refused = (status: number, more: Partial<StopFacts> = {}): (string | undefined)[] =>
    explain({ error: error({ executed: false, status }), answer: answer(status, {}), ...more });

  test.each<[number, string, string | undefined]>([
    [401, 'Enter a token or other credentials. For cookies, log in outside of the console.', 'access'],
    [403, 'Use credentials that are allowed to do this.', 'access'],
    [404, 'Check the option endpoint of batchConsole(): no batch is answered at that path.', undefined],
    [406, 'Ask for another format: the server offers none of those in the header Accept.', undefined],
    [413, 'Send a smaller body.', undefined],
    [415, 'Send the body in another format: check its Content-Type.', undefined],
    [429, 'Wait a moment, then send it again.', undefined],
  ])('with %i', (status, advice, action) => {
    const [title, text, ...rest] = refused(status);
    expect(title).toMatch(`Refused: ${status} `);
    expect(text).toBe('Nothing has run.');
    expect(rest).toEqual([advice, action]);
  });

  test.each([0, 308])('a redirect is not followed: status %i', (status) => {
    expect(refused(status)).toEqual([
      'The endpoint answers with a redirect',
      'Batches are not sent on to another address. Nothing has run.',
      'Check the option "endpoint" of the console: it has to be the path where batch() is mounted.',
      undefined,
    ]);
  });

  test('a title and a detail that are no texts are not shown', () => {
    const known = { ...problem('x', 400, { detail: ['x'] }), title: { a: 1 } } as never;
    expect(explain({ error: error({ executed: false, status: 400, problem: known }) })[1]).toBe(
      'Nothing has run.',
    );
    expect(explain({ error: error({ executed: 'unknown', status: 500, problem: known }) })[1]).toBe(
      'It is not known whether operations have run.',
    );
  });

  test.each(['constructor', '__proto__', 'toString'])('a problem of the unknown type %s', (slug) => {
    const known = problem(slug, 409);
    expect(explain({ error: error({ executed: false, status: 409, problem: known }) })[2]).toBe(
      'Read the current state first: the request conflicts with it.',
    );
  });

  test('says for how long the server asks to wait', () => {
    expect(refused(503, { answer: answer(503, { 'retry-after': '30' }) })[2]).toBe(
      'The server asks you to wait 30 s. Then send it again.',
    );
    expect(refused(503, { answer: answer(503, { 'retry-after': 'tomorrow' }) })[2]).toBe(
      'Wait a moment, then send it again.',
    );
  });

  test('says what the problem says, and lists the places of its faults', () => {
    const errors = [
      { pointer: '#/requests/0/url', detail: 'must be a path' },
      { pointer: '#/a%C3%A9~1b', detail: 7 },
      { pointer: '#/%', detail: 'no place' },
      null,
    ];
    const known = problem('invalid-batch', 400, { detail: '4 errors', errors });
    const explained = explainStop({
      ...FACTS,
      error: error({ executed: false, status: 400, problem: known }),
    });
    expect(explained).toMatchObject({
      title: 'Refused: 400 Bad Request',
      text: 'Title of invalid-batch. 4 errors. Nothing has run.',
      advice: 'Correct the batch at these places.',
      faults: [
        { pointer: '/requests/0/url', message: 'must be a path' },
        { pointer: '/aé~1b', message: 'Not valid' },
        { pointer: undefined, message: 'no place' },
        { pointer: undefined, message: 'Not valid' },
      ],
    });
  });
});

describe('a lost answer', () => {
  const lost = (init: Partial<BatchErrorInit> = {}, more: Partial<StopFacts> = {}): (string | undefined)[] =>
    explain({ error: error({ executed: 'unknown', ...init }), ...more });

  test('is not known to have run', () => {
    expect(lost()).toEqual([
      'The connection failed before an outcome arrived',
      'The server may be down or out of reach. It is not known whether operations have run.',
      CHECK,
      undefined,
    ]);
    expect(lost({}, { isOffline: true })[0]).toBe('This browser is offline');
  });

  test('can be asked for again with its key', () => {
    const [, , advice, action] = lost({}, { key: 'k' });
    expect([advice?.includes('runs nothing twice'), action]).toEqual([true, 'same-key']);
  });

  test('may be a web page, because the URL is wrong', () => {
    const page = answer(200, { 'content-type': 'text/html; charset=utf-8' });
    expect(lost({ status: 200 }, { answer: page }).slice(0, 2)).toEqual([
      'This URL is not a batch endpoint',
      'It answered with a web page (200 OK).',
    ]);
    const failed = answer(502, { 'content-type': 'text/html' });
    expect(lost({ status: 502 }, { answer: failed })[0]).toBe('Answered 502 Bad Gateway, without outcomes');
  });

  test('may have a monitor', () => {
    expect(lost({ monitor: 'http://localhost/m' })[2]).toBe('Follow it under “Answered later”.');
  });

  test('may break off after some outcomes', () => {
    expect(explain({ phase: 'complete', arrived: 1 })).toEqual([
      'The answer broke off',
      '1 operation had an outcome by then. It is not known whether the other 2 ran.',
      CHECK,
      undefined,
    ]);
    expect(explain({ phase: 'complete', arrived: 1, key: 'k' })[3]).toBe('same-key');
  });
});

describe('a cancelled batch', () => {
  const cancelled = (more: Partial<StopFacts>): (string | undefined)[] =>
    explain({ phase: 'cancelled', error: new DOMException('x', 'AbortError'), ...more });
  const aborted = (isCancelled: boolean | 'unknown'): BatchAbortError =>
    new BatchAbortError('x', { reason: undefined, monitor: 'm', isCancelled });

  test('that is answered at once may have run in part', () => {
    expect(cancelled({ arrived: 1 })[1]).toBe(
      '1 operation had an outcome. The server aborts the other 2, or does not start them; what had begun may have taken effect.',
    );
    expect(cancelled({ arrived: 3 })[1]).toBe('All outcomes had arrived.');
  });

  test('with a key runs to its end', () => {
    expect(cancelled({ key: 'k' }).slice(1)).toEqual([
      'The batch has a key, so the server runs it to its end.',
      'Send it again with the same key to see what became of it: nothing runs twice.',
      'same-key',
    ]);
  });

  test.each([
    [true, 'Cancelled'],
    [false, 'The batch ended before it was cancelled'],
    ['unknown', 'It is not known whether the server has cancelled the batch'],
  ] as const)('that is answered later: %p', (isCancelled, title) => {
    expect(cancelled({ error: aborted(isCancelled) })[0]).toBe(title);
  });
});

test('other errors are said as they are', () => {
  expect(explain({ error: new SyntaxError('Unexpected end') })[1]).toBe('Unexpected end. Nothing was sent.');
  expect(explain({ error: new TypeError('no header') })).toEqual([
    'The batch could not be sent',
    'no header',
    undefined,
    undefined,
  ]);
});
