import { describe, expect, test } from '@jest/globals';
import type { AnswerContent, AnswerPart } from '@multistatus/core';
import type { MultistatusResponse } from '@multistatus/document';
import { toLongBody } from '#core/operation/to-body.js';
import { writeGraphAnswer } from '#odata/json/write-graph-answer.js';
import { writeJsonAnswer } from '#odata/json/write-json-answer.js';
import { toOperation } from '../../core/outcomes.js';

const MIB = 1_048_576;

function toPart(id: string, response: Partial<MultistatusResponse>, clientId?: string): AnswerPart {
  const outcome = {
    kind: 'answered',
    operation: toOperation({ id, clientId }),
    result: 'succeeded',
    answer: { status: 200, headers: {}, body: new Uint8Array(), isBodyTooLarge: false },
  } as const;
  return {
    response: { href: '/', status: 200, ...response } as MultistatusResponse,
    result: 'succeeded',
    outcome,
  };
}

function toContent(parts: AnswerContent['parts']): AnswerContent {
  const summary = () => ({ total: 0, succeeded: 0, failed: 0, other: 0 });
  return { parts, summary, members: {}, mediaType: 'application/json', operationsPath: '/', headers: {} };
}

async function chunksOf(parts: AnswerContent['parts'], write = writeJsonAnswer): Promise<Uint8Array[]> {
  const { body } = await write(toContent(parts));
  if (typeof body === 'string') return [Buffer.from(body)];
  if (body instanceof Uint8Array) return [body];
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  return chunks;
}

async function textOf(parts: AnswerContent['parts'], write = writeJsonAnswer): Promise<string> {
  return Buffer.concat(await chunksOf(parts, write)).toString();
}

describe('writeJsonAnswer', () => {
  test('names the group of a request, and what has no name by its place', async () => {
    const parts = [
      toPart('~1', {}, 'a'),
      toPart('~2.1~g.h', {}, 'b'),
      toPart('~3.2', {}, 'c'),
      toPart('~4.1i', {}),
    ];
    const { responses } = JSON.parse(await textOf(parts)) as { responses: Record<string, unknown>[] };
    expect(responses.map(({ id, atomicityGroup }) => [id, atomicityGroup])).toEqual([
      ['a', undefined],
      ['b', 'g.h'],
      ['c', '~3'],
      ['~4.1i', '~4'],
    ]);
  });

  test('an answer that is streamed is the same', async () => {
    const parts = [toPart('~1', { headers: { ETag: '"1"' } }, 'a'), toPart('~2', { status: 204 }, 'b')];
    async function* stream(): AsyncGenerator<AnswerPart> {
      yield* parts;
    }
    expect(await textOf(stream())).toBe(await textOf(parts));
    expect(await textOf(stream())).toBe(
      '{"responses":[{"id":"a","status":200,"headers":{"etag":"\\"1\\""}},{"id":"b","status":204,"headers":{}}]}',
    );
  });

  test.each([
    ['json', 'application/json', Buffer.from(`["${'é😀'.repeat(MIB / 8)}"]`)],
    ['text', 'text/plain', Buffer.from('é😀"\\\u0001'.repeat(MIB / 8))],
    ['xml', 'application/xml', Buffer.from(`<a>${'é😀'.repeat(MIB / 8)}</a>`)],
    ['bytes', 'image/png', Buffer.from(Array.from({ length: MIB }, (_, at) => (at * 7) % 256))],
  ])('a long body of %s is written in chunks of 64 KiB', async (kind, type, bytes) => {
    const body = await toLongBody(bytes, type);
    const part = toPart('~1', { headers: { 'content-type': type }, body }, 'a');
    const chunks = await chunksOf([part, part]);
    for (const chunk of chunks.slice(0, -1)) expect(chunk.length).toBe(65_536);
    expect(chunks.length).toBeGreaterThan(20);
    const { responses } = JSON.parse(Buffer.concat(chunks).toString()) as { responses: { body: unknown }[] };
    const expected = {
      json: () => JSON.parse(bytes.toString()) as unknown,
      text: () => bytes.toString(),
      xml: () => bytes.toString('base64url'),
      bytes: () => bytes.toString('base64url'),
    }[kind];
    for (const { body: written } of responses) expect(written).toEqual(expected?.());
  });

  test('a field that occurs twice is one, and __proto__ is a field', async () => {
    const headers = { 'X-A': ['1', '2'], ['__proto__']: 'x' };
    const text = await textOf([toPart('~1', { headers }, 'a')]);
    expect(text).toContain('"headers":{"x-a":"1, 2","__proto__":"x"}');
  });
});

describe('writeGraphAnswer', () => {
  test('headers are an object with canonical names, and a problem is an error', async () => {
    const problem = { type: 'urn:multistatus:problem:not-started', title: 'No', status: 503 };
    const headers = { 'retry-after': '1', 'content-type': 'application/problem+json', etag: '"1"' };
    const text = await textOf([toPart('~1', { status: 503, headers, problem }, '\u0001É')], writeGraphAnswer);
    expect(text).toBe(
      '{"responses":[{"id":"\\u0001É","status":503,"headers":{"Retry-After":"1","Content-Type":"application/json","ETag":"\\"1\\""},' +
        '"body":{"error":{"code":"ServiceUnavailable","message":"No","innerError":{"code":"not-started"},"details":[]}}}]}',
    );
  });
});
