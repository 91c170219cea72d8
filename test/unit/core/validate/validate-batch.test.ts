import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { resolveOptions } from '#core/options/resolve-options.js';
import { type ValidBatch, validateBatch, validateLongBatch } from '#core/validate/validate-batch.js';
import { thrownProblem } from '../thrown-problem.js';
import { toDecoded } from '../to-decoded.js';

const OPTIONS = resolveOptions({ limits: { maxOperations: 3, maxUrlLength: 10, maxHeaderBytes: 50 } }, []);

const V = { at: '/url/v', from: 'a', value: '/status' };
const BODY = { at: '/body/n', from: 'a', value: '/body/id' };

function validate(...requests: unknown[]): ValidBatch['operations'] {
  return validateBatch(toDecoded({ requests }), OPTIONS).operations;
}

function refusal(...requests: unknown[]): ReturnType<typeof thrownProblem> {
  return thrownProblem(() => validate(...requests));
}

describe('validateBatch', () => {
  test('returns every operation in normal form, in request order', () => {
    expect(
      validate(
        { method: 'get', url: '/a?b' },
        { id: 'b', method: 'Patch', url: '/b', headers: { 'If-Match': ' "1" ' }, body: { c: 1 } },
      ),
    ).toEqual([
      {
        index: 0,
        id: '0',
        isNamed: false,
        method: 'GET',
        url: '/a?b',
        headers: {},
        dependencies: [],
        references: [],
      },
      {
        index: 1,
        id: 'b',
        isNamed: true,
        method: 'PATCH',
        url: '/b',
        headers: { 'if-match': '"1"', 'content-type': 'application/json' },
        body: Buffer.from('{"c":1}'),
        dependencies: [],
        references: [],
      },
    ]);
  });

  test('with the option root, a URL with a host is named as that of another host', async () => {
    const decoded = toDecoded({
      requests: [
        { method: 'GET', url: 'http://x/y' },
        { method: 'GET', url: 'y' },
      ],
    });
    const { errors } = await thrownProblem(() => validateBatch(decoded, { ...OPTIONS, root: '/v1' }));
    expect((errors as { detail: string }[]).map(({ detail }) => detail)).toEqual([
      'The URL is that of another host; send a path, a relative URL, or a URL of this host',
      'A URL must be an absolute path, such as /albums/4',
    ]);
  });

  test.each([
    ['url', { url: '/12345678901' }, 'Part 1 has 12 characters in its URL, the limit maxUrlLength is 10'],
    [
      'headers',
      { url: '/', headers: { a: 'x'.repeat(60) } },
      'Part 1 has 65 bytes of headers, the limit maxHeaderBytes is 50',
    ],
  ])('a limit for %s names the request as its format does', async (member, members, detail) => {
    const decoded = { ...toDecoded({ requests: [{ method: 'GET', ...members }] }), placeOf: () => 'Part 1' };
    const problem = await thrownProblem(() => validateBatch(decoded, OPTIONS));
    expect(problem).toMatchObject({ detail, pointer: `#/requests/0/${member}`, place: 'Part 1' });
  });

  test('reports what is missing from a reference once', async () => {
    const references = [{ from: 'a' }, 'x', { at: 'url', from: 'a' }, { ...V, value: 5 }];
    const { errors } = await refusal(
      { id: 'a', method: 'GET', url: '/' },
      { method: 'GET', url: '/', references },
    );
    const said = (errors as { pointer: string; code: string }[]).map(({ pointer, code }) => [
      pointer.replace('#/requests/1/references/', ''),
      code,
    ]);
    expect(said).toEqual([
      ['0/at', 'missing'],
      ['0/value', 'missing'],
      ['1', 'wrong-type'],
      ['2/value', 'missing'],
      ['3/value', 'wrong-type'],
      ['2/at', 'invalid-reference'],
      ['3/at', 'invalid-reference'],
    ]);
  });

  test('keeps the content type that a body was sent with', () => {
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

  test('reports the issues of every step at once', async () => {
    const problem = await refusal(
      { id: 'a', method: 'GET', url: 'x' },
      { id: 'a', method: 'GET', url: '/', headers: { host: 'h' }, body: 1, extra: 1 },
      { method: 'POST', url: '/', headers: { 'content-type': '/' }, body: 1 },
    );
    const issues = (problem['errors'] as { pointer: string; code: string }[]).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
    expect(issues.toSorted()).toEqual([
      '#/requests/0/url not-a-path',
      '#/requests/1/body body-not-allowed',
      '#/requests/1/extra unknown-member',
      '#/requests/1/headers/host denied-header',
      '#/requests/1/id duplicate-id',
      '#/requests/2/headers/content-type invalid-content-type',
    ]);
    expect(problem.detail).toMatch(/\b6 issues; nothing has run$/);
  });

  test('checks at most ten times as many operations as maxOperations', async () => {
    const sound = Array.from({ length: 30 }, () => ({ method: 'GET', url: '/' }));
    const faulty = { method: 'GET', url: '' };
    const refused = { status: 413, limit: 'maxOperations', max: 3, actual: 31 };
    expect(await refusal(...sound, faulty)).toMatchObject(refused);
    expect(await refusal(faulty, ...sound)).toMatchObject({ status: 400 });
  });

  test('lists at most 1 000 issues', async () => {
    const options = resolveOptions({ limits: { maxOperations: 50_000 } }, []);
    for (const [sent, listed] of [
      [999, 999],
      [1_000, 1_000],
      [1_001, 1_000],
      [50_000, 1_000],
    ] as const) {
      const requests = Array.from({ length: sent }, () => ({ method: 'GET', url: '' }));
      const problem = await thrownProblem(() => validateBatch(toDecoded({ requests }), options));
      expect(problem['errors']).toHaveLength(listed);
      expect(problem.detail).toMatch(/nothing has run$/);
    }
  });

  test.each([
    ['dependsOn', () => 'a', 'nobody'],
    [
      'references',
      (at: number) => ({ at: `/headers/x-${at}`, from: 'a', value: '/status' }),
      { at: '?', from: 'nobody', value: '?' },
    ],
  ])('reads a list of %s only as far as it may go', async (name, toEntry, wrong) => {
    const list = [...Array.from({ length: 1_000 }, (_, at) => toEntry(at)), wrong];
    const { errors } = await refusal(
      { id: 'a', method: 'GET', url: '/' },
      { method: 'GET', url: '/', [name]: list },
    );
    const issue = { code: 'too-many', pointer: `#/requests/1/${name}` };
    expect(errors).toEqual([expect.objectContaining(issue)]);
  });

  test.each([
    ['members', (names: object) => ({ method: 'GET', url: '/', ...names })],
    ['headers', (names: object) => ({ method: 'GET', url: '/', headers: names })],
  ])('refuses one operation with 200 000 wrong %s', async (_what, toRequest) => {
    const names = Object.fromEntries(Array.from({ length: 200_000 }, (_, index) => [`a ${index}`, '']));
    const problem = await thrownProblem(() =>
      validateBatch(toDecoded({ requests: [toRequest(names)] }), resolveOptions({}, [])),
    );
    expect(problem.type).toBe('urn:multistatus:problem:invalid-batch');
    expect(problem['errors']).toHaveLength(1_000);
  });

  test('reports issues rather than too many operations', async () => {
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

  test('reads bodies, names and stopAfter from what the format has decoded', () => {
    const asked: [index: number, contentType: string | undefined][] = [];
    const batch = validateBatch(
      {
        value: {
          requests: [
            { method: 'POST', url: '/', body: 'ignored', headers: { 'content-type': 'image/png' } },
            { method: 'GET', url: '/' },
          ],
        },
        bodyOf: (index, contentType) => {
          asked.push([index, contentType]);
          return index === 0 ? { kind: 'bytes', bytes: Uint8Array.of(1) } : undefined;
        },
        clientIdOf: (index) => (index === 0 ? 'a name' : undefined),
        stopAfter: 3,
      },
      OPTIONS,
    );
    expect(asked).toEqual([
      [0, 'image/png'],
      [1, undefined],
    ]);
    expect(batch.operations.map(({ id, clientId }) => [id, clientId])).toEqual([
      ['0', 'a name'],
      ['1', undefined],
    ]);
    expect([...(batch.operations[0]?.body ?? [])]).toEqual([1]);
    expect(batch.stopAfter).toBe(3);
    expect(
      validateBatch(toDecoded({ requests: [{ method: 'GET', url: '/' }] }), OPTIONS).stopAfter,
    ).toBeUndefined();
  });

  test('does not pass a malformed content type to the format', async () => {
    const asked: (string | undefined)[] = [];
    const headers = { 'content-type': 'nonsense' };
    const problem = await thrownProblem(() =>
      validateBatch(
        {
          value: { requests: [{ method: 'POST', url: '/', headers }] },
          bodyOf: (_index, contentType) => {
            asked.push(contentType);
            return { kind: 'json', text: '{}' };
          },
        },
        OPTIONS,
      ),
    );
    expect(asked).toEqual([undefined]);
    expect(problem['errors']).toEqual([expect.objectContaining({ code: 'invalid-content-type' })]);
  });

  test('allows no operations if the format does', async () => {
    const empty = { value: { requests: [] }, bodyOf: () => undefined };
    expect(validateBatch({ ...empty, mayBeEmpty: true }, OPTIONS)).toMatchObject({
      operations: [],
      plan: [],
    });
    expect((await thrownProblem(() => validateBatch(empty, OPTIONS)))['errors']).toEqual([
      { pointer: '#/requests', code: 'empty', detail: 'A batch needs at least one operation' },
    ]);
  });

  test('ignores denied headers if the format does', () => {
    const request = { method: 'GET', url: '/', headers: { Host: 'h', 'X-A': '1' } };
    const options = { ...OPTIONS, deniedHeaders: 'drop' as const };
    expect(validateBatch(toDecoded({ requests: [request] }), options).operations[0]?.headers).toEqual({
      'x-a': '1',
    });
  });

  test.each<[request: object, codes: string[]]>([
    // The body is no JSON value then: with a text, with an unknown encoding, or with a malformed content type.
    [{ bodyEncoding: 'text', body: '{}' }, ['invalid-reference']],
    [{ bodyEncoding: 'hex', body: {} }, ['invalid-value', 'invalid-reference']],
    [{ bodyEncoding: null, body: {} }, ['invalid-value', 'invalid-reference']],
    [{ headers: { 'content-type': '/' }, body: {} }, ['invalid-content-type', 'invalid-reference']],
    // It is one, though it is not allowed.
    [{ method: 'GET', body: {} }, ['body-not-allowed']],
    [{ headers: { 'content-type': 'text/json;charset=utf-16' }, body: {} }, ['unsupported-charset']],
  ])('finds in a request with a reference into the body and %j: %j', async (members, codes) => {
    const problem = await refusal(
      { id: 'a', method: 'GET', url: '/' },
      { method: 'POST', url: '/', references: [BODY], ...members },
    );
    expect((problem['errors'] as { code: string }[]).map(({ code }) => code)).toEqual(codes);
  });

  test('applies maxUrlLength to a URL', async () => {
    expect(validate({ method: 'GET', url: '/123456789' })).toHaveLength(1);
    expect(await refusal({ method: 'GET', url: '/1234567890' })).toMatchObject({
      limit: 'maxUrlLength',
      actual: 11,
      pointer: '#/requests/0/url',
    });
  });

  test('applies maxHeaderBytes to the headers of one operation', async () => {
    const headers = { 'x-name': 'a'.repeat(40) };
    expect(validate({ method: 'GET', url: '/', headers })).toHaveLength(1);
    expect(await refusal({ method: 'GET', url: '/', headers: { 'x-name': 'a'.repeat(41) } })).toMatchObject({
      limit: 'maxHeaderBytes',
      max: 50,
      actual: 51,
      pointer: '#/requests/0/headers',
    });
  });

  test('returns the dependencies of operations, and their references', () => {
    const { operations, plan } = validateBatch(
      toDecoded({
        requests: [
          {
            id: 'b',
            method: 'PATCH',
            url: '$a/x',
            headers: { 'If-Match': '$a' },
            dependsOn: ['g'],
            atomicityGroup: 'h',
          },
          { id: 'a', method: 'POST', url: '/a' },
          { id: 'c', method: 'PUT', url: '/{v}', body: {}, atomicityGroup: 'g', references: [V, BODY] },
        ],
        execution: 'sequential',
        onError: 'stop',
      }),
      resolveOptions({}, []),
    );
    expect(plan.map(({ name }) => name)).toEqual(['a', 'g', 'h']);
    expect(operations[0]).toMatchObject({
      url: '$a/x',
      headers: {},
      atomicityGroup: 'h',
      dependencies: [
        { name: 'g', pointer: '#/requests/0/dependsOn/0', isReference: false },
        { name: 'a', pointer: '#/requests/0/headers/if-match', isReference: true },
        { name: 'a', pointer: '#/requests/0/url', isReference: true },
      ],
      references: [{ at: ['headers', 'if-match'], from: 'a', value: ['headers', 'etag'] }],
    });
    expect(operations[2]?.references).toEqual([
      { at: ['url', 'v'], from: 'a', value: ['status'] },
      { at: ['body', 'n'], from: 'a', value: ['body', 'id'] },
    ]);
  });

  test.each([
    [{}, undefined, undefined],
    [{ execution: 'parallel', onError: 'continue' }, 'parallel', 'continue'],
    [{ execution: 'sequential', onError: 'stop' }, 'sequential', 'stop'],
  ])('tells what the batch says of itself in %j', (members, execution, onError) => {
    const batch = { requests: [{ method: 'GET', url: '/' }], ...members };
    expect(validateBatch(toDecoded(batch), OPTIONS)).toMatchObject({ execution, onError });
  });

  test('reports issues of the graph and of references among all others', async () => {
    const problem = await refusal(
      { id: 'a', method: 'GET', url: '$x', dependsOn: ['a', 'y'] },
      { id: 'b', method: 'GET', url: '/{v}/../', dependsOn: ['c'], references: [{ ...V, from: 'g' }] },
      { id: 'c', method: 'G T', url: '/', dependsOn: ['b'], headers: { 'If-Match': '$z' } },
      { id: 'd', method: 'GET', url: '/', atomicityGroup: 'g', references: [{ ...BODY, value: '/x' }] },
    );
    const issues = (problem['errors'] as { pointer: string; code: string }[]).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
    expect(issues.toSorted()).toEqual([
      '#/requests/0/dependsOn/0 self-dependency',
      '#/requests/0/dependsOn/1 unknown-dependency',
      '#/requests/0/url unknown-reference',
      '#/requests/1/dependsOn/0 dependency-cycle',
      '#/requests/1/references/0/from unknown-reference',
      '#/requests/1/url dot-segment',
      '#/requests/2/headers/if-match unknown-reference',
      '#/requests/2/method invalid-method',
      '#/requests/3/references/0/at invalid-reference',
      '#/requests/3/references/0/value invalid-reference',
    ]);
  });

  test('refuses two values for one header, one of them set in the header itself', async () => {
    const references = [{ at: '/headers/If-Match', from: 'b', value: '/headers/etag' }];
    const problem = await refusal(
      { id: 'a', method: 'GET', url: '/' },
      { id: 'b', method: 'GET', url: '/' },
      { method: 'PUT', url: '/', headers: { 'If-Match': '$a' }, references },
    );
    expect(problem['errors']).toEqual([expect.objectContaining({ code: 'duplicate-reference' })]);
  });

  test('removes the public prefix, and refuses URLs without it', async () => {
    const options = resolveOptions({ basePath: '/api' }, []);
    const validated = (url: string): string | undefined =>
      validateBatch(
        toDecoded({
          requests: [
            { id: 'a', method: 'GET', url: '/api' },
            { method: 'GET', url, references: url.includes('{') ? [V] : [] },
          ],
        }),
        options,
      ).operations[1]?.url;
    expect(validated('/api/x?y')).toBe('/x?y');
    expect(validated('/api/{v}')).toBe('/{v}');
    expect(validated('$a/x')).toBe('$a/x');
    for (const url of ['/x', '/apiary', '/api{v}', '/API/x', '/%61pi/x']) {
      const problem = await thrownProblem(() => validated(url));
      expect(problem['errors']).toEqual([
        {
          pointer: '#/requests/1/url',
          code: 'outside-base-path',
          detail: 'A URL of this API begins with /api/',
        },
      ]);
    }
  });

  test('allows a denied header that an option names', () => {
    const options = resolveOptions({ headers: { allow: ['Authorization'] } }, []);
    const headers = { AUTHORIZATION: 'Bearer x' };
    expect(
      validateBatch(toDecoded({ requests: [{ method: 'GET', url: '/', headers }] }), options).operations[0],
    ).toMatchObject({
      headers: { authorization: 'Bearer x' },
    });
  });

  test('applies maxDependencyDepth to chains of dependencies', async () => {
    const options = resolveOptions({ limits: { maxDependencyDepth: 2 } }, []);
    const chain = ['a', 'b', 'c', 'd'].map((id, index, ids) => ({
      id,
      method: 'GET',
      url: '/',
      dependsOn: index === 0 ? [] : [ids[index - 1]],
    }));
    expect(validateBatch(toDecoded({ requests: chain.slice(0, 3) }), options).operations).toHaveLength(3);
    expect(
      await thrownProblem(() => validateBatch(toDecoded({ requests: chain.toReversed() }), options)),
    ).toMatchObject({
      status: 413,
      limit: 'maxDependencyDepth',
      max: 2,
      actual: 3,
      pointer: '#/requests/0',
    });
  });

  test('checks maxOperations before maxDependencyDepth', async () => {
    const many = Array.from({ length: 4 }, () => ({ method: 'GET', url: '/1234567890' }));
    expect(await refusal(...many)).toMatchObject({ limit: 'maxOperations' });
  });

  test('returns operations or throws a problem, whatever the value', async () => {
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
          ({ operations } = validateBatch(toDecoded(value), OPTIONS));
        } catch (error) {
          const problem = await thrownProblem(() => Promise.reject(error));
          expect([400, 413]).toContain(problem.status);
          return;
        }
        operations.forEach(({ index, id, method, url }, position) => {
          expect(index).toBe(position);
          expect(id).toMatch(/^[A-Za-z0-9._~-]{1,64}$/);
          expect(method).toBe(method.toUpperCase());
          expect(url).toMatch(/^[/$]/);
        });
        expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('validateLongBatch', () => {
  const options = resolveOptions({ limits: { maxOperations: 2_000, maxUnsafeOperations: 2_000 } }, []);
  const requests = Array.from({ length: 1_500 }, (_, id) => ({
    id: `${id}`,
    method: 'GET',
    url: `/${id}`,
    ...(id % 3 === 2 && { dependsOn: [`${id - 1}`] }),
    ...(id % 50 === 0 && { atomicityGroup: `group ${id % 100}` }),
  }));

  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** Makes every step take so long that the next one has to wait for a later turn. */
  function slowDown(): void {
    let now = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => {
      now += 10;
      return now;
    });
  }

  test('returns what validateBatch returns, while other work goes on', async () => {
    slowDown();
    let turns = 0;
    let immediate = setImmediate(function next() {
      turns += 1;
      immediate = setImmediate(next);
    });
    const { pointTo, ...batch } = await validateLongBatch(toDecoded({ requests }), options);
    clearImmediate(immediate);
    expect(batch).toEqual({ ...validateBatch(toDecoded({ requests }), options), pointTo: undefined });
    expect(pointTo(7, 'url')).toEqual({ pointer: '#/requests/7/url' });
    // Each part of the work is cut: ids, operations, the plan, limits.
    expect(turns).toBeGreaterThan(1_500 / 4 + 3 * 1_500);
  });

  test('rejects with what validateBatch throws', async () => {
    slowDown();
    const wrong = toDecoded({ requests: [...requests, { method: 'GET', url: 'x' }] });
    const { errors } = await thrownProblem(() => validateLongBatch(wrong, options));
    expect(errors).toEqual([expect.objectContaining({ pointer: '#/requests/1500/url', code: 'not-a-path' })]);
  });
});
