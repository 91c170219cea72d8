import { describe, expect, test } from '@jest/globals';
import { type BatchDecoder, type DecodedBody, type Format, json } from '@multistatus/core';
import { createBatchHandler, type Dispatch } from '@multistatus/core/adapter';
import { toAnswer } from '../outcomes.js';
import { toEnvelope } from '../to-envelope.js';

type Change = (body: DecodedBody | undefined) => DecodedBody | undefined;

/** A format that reads batches as `json()` does, and changes their bodies. */
function changing(change: Change): Format {
  const format = json();
  const batch = format.batch as BatchDecoder;
  return {
    ...format,
    batch: {
      ...batch,
      decode: async (body, context) => {
        const decoded = await batch.decode(body, context);
        return { ...decoded, bodyOf: (index, type) => change(decoded.bodyOf(index, type)) };
      },
    },
  };
}

/** Returns the bodies that the app receives. */
async function receive(change: Change, texts: readonly string[]): Promise<string[]> {
  const received: string[] = [];
  const dispatch: Dispatch = async ({ body = '' }) => {
    received.push(Buffer.from(body as string).toString());
    return toAnswer();
  };
  const requests = texts.map((body) => `{"method":"POST","url":"/a","body":${body}}`);
  const { status } = await createBatchHandler({ formats: [changing(change)] })(
    toEnvelope({ text: `{"requests":[${requests.join(',')}]}` }),
    dispatch,
  );
  expect(status).toBe(207);
  return received;
}

describe.each([10, 100, 2_000])('a format that is built on json(), for bodies of %d characters', (length) => {
  const texts = [`{"secret":"${'é'.repeat(length)}"}`, `"secret ${'x'.repeat(length)}"`];

  test('can copy a body', async () => {
    expect(await receive((body) => body && { ...body }, texts)).toEqual(texts);
    const toText: Change = (body) => (body?.kind === 'json' ? { ...body, kind: 'text' } : body);
    expect(await receive(toText, texts)).toEqual(texts);
  });

  test('can give a copy another text', async () => {
    const hide: Change = (body) =>
      body?.kind === 'json' ? { ...body, text: body.text.replace('secret', 'public') } : body;
    expect(await receive(hide, texts)).toEqual(texts.map((text) => text.replace('secret', 'public')));
  });
});
