import { describe, expect, test } from '@jest/globals';
import { BatchProblem } from '@multistatus/core';
import { ODATA_ERROR_ENCODER, toErrorText } from '#odata/answer/odata-error.js';

describe('toErrorText', () => {
  test('has the code and the message', () => {
    const { problem } = new BatchProblem('no-capacity', 'Try again later');
    expect(JSON.parse(toErrorText(problem))).toEqual({
      error: { code: 'no-capacity', message: 'Try again later', details: [] },
    });
  });

  test.each([['x'], [{ name: ['too short'] }], [null]])(
    'the errors %j of a route are no issues',
    (errors) => {
      const text = toErrorText({ type: 'about:blank', title: 'Bad', status: 400, errors });
      expect(JSON.parse(text)).toMatchObject({ error: { message: 'Bad', details: [] } });
    },
  );

  test('the message of a problem without detail is its title', () => {
    const text = toErrorText({ type: 'about:blank', title: 'Gone', status: 410 });
    expect(JSON.parse(text)).toEqual({ error: { code: 'about:blank', message: 'Gone', details: [] } });
  });

  test('details name the request and the member', () => {
    const errors = [
      { pointer: '#/requests/2/url', code: 'dot-segment', detail: 'No dots', place: 'Request 3' },
    ];
    const { problem } = new BatchProblem('invalid-batch', 'The batch has 1 issue', {
      extensions: { errors },
    });
    expect(JSON.parse(toErrorText(problem))).toEqual({
      error: {
        code: 'invalid-batch',
        message: 'Request 3: No dots; nothing has run',
        details: [{ code: 'dot-segment', message: 'Request 3: No dots', target: '#/requests/2/url' }],
      },
    });
  });
});

describe('several issues', () => {
  const issue = (place: string, pointer: string) => ({
    pointer,
    code: 'dot-segment',
    detail: 'No dots',
    place,
  });
  const errors = [issue('Part 2.1', '#/requests/1/url'), issue('Part 3', '#/requests/2/url')];
  const problemOf = (issues: typeof errors) =>
    new BatchProblem('invalid-batch', 'x', { extensions: { errors: issues } }).problem;

  test.each([
    [errors, 'Part 2.1: No dots (and 1 more issue: see details); nothing has run'],
    [[...errors, ...errors], 'Part 2.1: No dots (and 3 more issues: see details); nothing has run'],
  ])('%j: the message has the first of them, and says how many more there are', (issues, message) => {
    expect(JSON.parse(toErrorText(problemOf(issues)))).toMatchObject({ error: { message } });
  });

  test.each([
    ['multipart/mixed; boundary=b', ['Part 2.1', 'Part 3']],
    ['application/json', ['#/requests/1/url', '#/requests/2/url']],
  ])('in %s, the targets are places that exist there', async (contentType, targets) => {
    const encoded = await ODATA_ERROR_ENCODER.encode(problemOf(errors), { 'content-type': contentType });
    const { error } = JSON.parse(encoded.body as string) as { error: { details: { target: string }[] } };
    expect(error.details.map(({ target }) => target)).toEqual(targets);
  });
});

describe('ODATA_ERROR_ENCODER', () => {
  const { problem } = new BatchProblem('malformed-batch', 'No');

  test.each([
    [{ 'content-type': 'multipart/mixed; boundary=a' }, { 'odata-version': '4.0' }],
    [{ 'content-type': 'application/json' }, { 'odata-version': '4.01' }],
    [{ dataserviceversion: '2.0' }, { dataserviceversion: '2.0' }],
  ])('a request with %j is refused with %j', async (headers, expected) => {
    const encoded = await ODATA_ERROR_ENCODER.encode(problem, headers);
    expect(encoded).toMatchObject({ contentType: 'application/json', headers: expected });
  });
});

test.each([
  [
    'multipart/mixed; boundary=b',
    'This service does not support changesets; send the requests outside of one',
  ],
  ['application/json', 'no groups'],
])('what cannot run as a transaction has the name that it has in %s', async (contentType, message) => {
  const { problem } = new BatchProblem('transactions-not-supported', 'no groups');
  const { body } = await ODATA_ERROR_ENCODER.encode(problem, { 'content-type': contentType });
  expect(JSON.parse(body as string)).toMatchObject({
    error: { code: 'transactions-not-supported', message },
  });
});
