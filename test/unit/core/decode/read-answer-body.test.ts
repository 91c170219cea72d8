import { expect, test } from '@jest/globals';
import { readAnswerBody } from '#core/decode/read-answer-body.js';

const CHUNKS = [Uint8Array.of(1, 2), Uint8Array.of(3)];

test('joins the chunks', async () => {
  expect(await readAnswerBody(ReadableStream.from(CHUNKS), 3)).toEqual({
    body: Uint8Array.of(1, 2, 3),
    isBodyTooLarge: false,
  });
});

test('an answer without a stream has no body', async () => {
  expect(await readAnswerBody(undefined, 0)).toEqual({ body: new Uint8Array(0), isBodyTooLarge: false });
});

test('omits a body over the limit, and cancels its stream', async () => {
  let left = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Uint8Array.of(1);
    } finally {
      left = true;
    }
  }
  expect(await readAnswerBody(endless(), 5)).toEqual({ body: new Uint8Array(0), isBodyTooLarge: true });
  expect(left).toBe(true);
});

test('rejects with an incomplete response if the stream fails', async () => {
  const cause = new Error('reset');
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Uint8Array.of(1);
    throw cause;
  }
  await expect(readAnswerBody(failing(), 5)).rejects.toMatchObject({
    code: 'ERR_INCOMPLETE_RESPONSE',
    cause,
  });
});
