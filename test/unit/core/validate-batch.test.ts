import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { resolveOptions } from '../../../packages/core/src/resolve-options.js';
import { type ValidBatch, validateBatch } from '../../../packages/core/src/validate-batch.js';
import { thrownProblem } from './thrown-problem.js';

const OPTIONS = resolveOptions({ maxOperations: 3, maxUrlLength: 10, maxHeaderBytes: 50 }, []);

function validate(...requests: unknown[]): ValidBatch['operations'] {
  return validateBatch({ requests }, OPTIONS).operations;
}

function refusal(...requests: unknown[]): ReturnType<typeof thrownProblem> {
  return thrownProblem(() => validate(...requests));
}

describe('validateBatch', () => {
  test('brings every operation to normal form, in request order', () => {
    expect(
      validate(
        { method: 'get', url: '/a?b' },
        { id: 'b', method: 'Patch', url: '/b', headers: { 'If-Match': ' "1" ' }, body: { c: 1 } },
      ),
    ).toEqual([
      { index: 0, id: '0', method: 'GET', url: '/a?b', headers: {}, needs: [], references: [] },
      {
        index: 1,
        id: 'b',
        method: 'PATCH',
        url: '/b',
        headers: { 'if-match': '"1"', 'content-type': 'application/json' },
        body: Buffer.from('{"c":1}'),
        needs: [],
        references: [],
      },
    ]);
  });

  test('keeps the content type that a body was given with', () => {
    const [operation] = validate({
      method: 'POST',
      url: '/',
      headers: { 'Content-Type': 'text/a' },
      body: 'é',
    });
    expect(operation).toMatchObject({ headers: { 'content-type': 'text/a' }, body: Buffer.from('é') });
  });

  test.each([
    ['a b', 'invalid-method'],
    ['', 'invalid-method'],
    ['GET\r\n', 'invalid-method'],
    ['connect', 'method-not-allowed'],
    ['TRACE', 'method-not-allowed'],
  ])('refuses the method %j', async (method, code) => {
    expect(await refusal({ method, url: '/' })).toMatchObject({
      type: 'urn:multistatus:problem:invalid-batch',
      status: 400,
      executed: false,
      errors: [{ pointer: '#/requests/0/method', code, detail: expect.any(String) }],
    });
  });

  test('tells the faults of every step at once', async () => {
    const problem = await refusal(
      { id: 'a', method: 'GET', url: 'x' },
      { id: 'a', method: 'GET', url: '/', headers: { host: 'h' }, body: 1, extra: 1 },
      { method: 'POST', url: '/', headers: { 'content-type': '/' }, body: 1 },
    );
    const faults = (problem['errors'] as { pointer: string; code: string }[]).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
    expect(faults.toSorted()).toEqual([
      '#/requests/0/url not-a-path',
      '#/requests/1/body body-not-allowed',
      '#/requests/1/extra unknown-member',
      '#/requests/1/headers/host denied-header',
      '#/requests/1/id duplicate-id',
      '#/requests/2/headers/content-type invalid-content-type',
    ]);
    expect(problem.detail).toMatch(/\b6 fault.*; nothing has run$/);
  });

  test('lists 1 000 faults at most', async () => {
    for (const [sent, listed] of [
      [999, 999],
      [1_000, 1_000],
      [1_001, 1_000],
      [50_000, 1_000],
    ] as const) {
      const problem = await refusal(...Array.from({ length: sent }, () => ({ method: 'GET', url: '' })));
      expect(problem['errors']).toHaveLength(listed);
      expect(problem.detail).toMatch(/nothing has run$/);
    }
  });

  test.each([
    ['members', (names: object) => ({ method: 'GET', url: '/', ...names })],
    ['headers', (names: object) => ({ method: 'GET', url: '/', headers: names })],
  ])('refuses one operation with 200 000 wrong %s', async (_what, toRequest) => {
    const names = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`a ${index}`, '']));
    const problem = await thrownProblem(() =>
      validateBatch({ requests: [toRequest(names)] }, resolveOptions({}, [])),
    );
    expect(problem.type).toBe('urn:multistatus:problem:invalid-batch');
    expect(problem['errors']).toHaveLength(1_000);
  });

  test('looks for faults before it counts', async () => {
    const operation = { method: 'GET', url: '/' };
    expect((await refusal(operation, operation, operation, { ...operation, url: '' })).status).toBe(400);
    expect(await refusal(operation, operation, operation, operation)).toMatchObject({
      status: 413,
      limit: 'maxOperations',
      max: 3,
      actual: 4,
    });
    expect(validate(operation, operation, operation)).toHaveLength(3);
  });

  test('holds a URL to maxUrlLength', async () => {
    expect(validate({ method: 'GET', url: '/123456789' })).toHaveLength(1);
    expect(await refusal({ method: 'GET', url: '/1234567890' })).toMatchObject({
      limit: 'maxUrlLength',
      actual: 11,
      pointer: '#/requests/0/url',
    });
  });

  test('holds the headers of one operation to maxHeaderBytes', async () => {
    const headers = { 'x-name': 'a'.repeat(40) };
    expect(validate({ method: 'GET', url: '/', headers })).toHaveLength(1);
    expect(await refusal({ method: 'GET', url: '/', headers: { 'x-name': 'a'.repeat(41) } })).toMatchObject({
      limit: 'maxHeaderBytes',
      max: 50,
      actual: 51,
      pointer: '#/requests/0/headers',
    });
  });

  test('gives operations or a problem, whatever the value', async () => {
    const member = fc.oneof(fc.constantFrom('', '/', '/a', 'GET', 'post', 'a', 'text'), fc.jsonValue());
    const name = fc.constantFrom('id', 'method', 'url', 'headers', 'body', 'bodyEncoding', 'references');
    const request = fc.oneof(
      fc.dictionary(name, member),
      fc.record({ method: member, url: member }),
      fc.jsonValue(),
    );
    const batch = fc.oneof(fc.jsonValue(), fc.record({ requests: fc.array(request, { maxLength: 4 }) }));
    await fc.assert(
      fc.asyncProperty(batch, async (value) => {
        let operations: ValidBatch['operations'];
        try {
          ({ operations } = validateBatch(value, OPTIONS));
        } catch (error) {
          const problem = await thrownProblem(() => Promise.reject(error));
          expect([400, 413]).toContain(problem.status);
          return;
        }
        operations.forEach(({ index, id, method, url }, position) => {
          expect(index).toBe(position);
          expect(id).toMatch(/^[A-Za-z0-9._~-]{1,64}$/);
          expect(method).toBe(method.toUpperCase());
          expect(url).toMatch(/^\//);
        });
        expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
      }),
      { numRuns: 1_000 },
    );
  });
});
