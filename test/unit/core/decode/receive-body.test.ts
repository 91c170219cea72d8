import { describe, expect, test } from '@jest/globals';
import { receiveBody } from '#core/decode/receive-body.js';
import { chooseDecoder } from '#core/formats/choose-decoder.js';
import { decodeJson } from '#core/formats/decode-json.js';
import { DEFAULT_FORMATS } from '#core/formats/default-formats.js';
import { FormatIndex } from '#core/formats/format-index.js';
import type { EnvelopeBody, EnvelopeHeaders } from '#core/http/envelope.js';
import { resolveLimits } from '#core/options/resolve-limits.js';
import { thrownProblem } from '../thrown-problem.js';
import { toEnvelope } from '../to-envelope.js';

const LIMITS = resolveLimits({ maxBodyBytes: 10, maxJsonDepth: 2 });

async function decode(body: EnvelopeBody | string, headers: EnvelopeHeaders = {}): Promise<unknown> {
  const envelope = toEnvelope({ headers, ...(typeof body === 'string' ? { text: body } : { body }) });
  chooseDecoder(envelope, new FormatIndex(DEFAULT_FORMATS).batches);
  return decodeJson(await receiveBody(envelope, LIMITS), LIMITS).value;
}

describe('a body that is received and decoded', () => {
  test.each([
    'application/json',
    'APPLICATION/JSON ; charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json; profile=x',
  ])('accepts %s', async (contentType) => {
    expect(await decode('[1]', { 'content-type': contentType })).toEqual([1]);
  });

  test.each([
    [undefined, undefined],
    ['', undefined],
    ['nonsense', undefined],
    ['text/plain', undefined],
    ['application/xml', undefined],
    ['application/problem+json', undefined],
    ['application/json; charset=iso-8859-1', undefined],
    ['application/json; charset=utf-16', undefined],
    ['application/json', 'gzip'],
    ['application/json', 'gzip, identity'],
  ])('refuses the type %j in the coding %j', async (contentType, coding) => {
    const headers = { 'content-type': contentType, 'content-encoding': coding };
    expect(await thrownProblem(() => decode('[1]', headers))).toMatchObject({
      type: 'urn:multistatus:problem:unsupported-media-type',
      status: 415,
    });
  });

  test('accepts the coding identity', async () => {
    expect(await decode('[1]', { 'content-encoding': 'identity' })).toEqual([1]);
  });

  test('refuses an announced length over the limit before it reads', async () => {
    const stream = {
      [Symbol.asyncIterator]: (): never => {
        throw new Error('was read');
      },
    };
    const problem = await thrownProblem(() => decode({ kind: 'stream', stream }, { 'content-length': '11' }));
    expect(problem).toMatchObject({ limit: 'maxBodyBytes', actual: 11 });
  });

  test.each([
    ['a value', { a: 1 }, { a: 1 }],
    ['null', null, null],
    ['a text', '{"a":1}', { a: 1 }],
    ['bytes', Buffer.from('{"a":1}'), { a: 1 }],
  ])('accepts from a body parser %s', async (_what, value, expected) => {
    expect(await decode({ kind: 'parsed', value })).toEqual(expected);
  });

  test.each([
    ['a value', { a: '123' }],
    ['a text', '"123456789"'],
    ['bytes', Buffer.from('"123456789"')],
  ])('applies maxBodyBytes to %s of a body parser', async (_what, value) => {
    expect(await thrownProblem(() => decode({ kind: 'parsed', value }))).toMatchObject({
      limit: 'maxBodyBytes',
      max: 10,
      actual: 11,
    });
  });

  test('applies maxJsonDepth to the value of a body parser', async () => {
    expect(await decode({ kind: 'parsed', value: [[]] })).toEqual([[]]);
    const problem = await thrownProblem(() => decode({ kind: 'parsed', value: [[[]]] }));
    expect(problem).toMatchObject({ limit: 'maxJsonDepth', actual: 3 });
  });

  test('says where to mount the batch if middleware has read the body', async () => {
    const problem = await thrownProblem(() => decode({ kind: 'consumed' }));
    expect(problem.type).toBe('urn:multistatus:problem:body-already-consumed');
    expect(problem.detail).toContain('mount batch() before that middleware');
  });
});
