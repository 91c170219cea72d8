import { expect, test } from '@jest/globals';
import { readMultistatus } from '@multistatus/document';

test('a location that is empty is refused, as in XML', async () => {
  const text = '{"responses":[{"href":"/a","status":201,"location":""}]}';
  await expect(readMultistatus(text)).rejects.toMatchObject({ rule: 'X6' });
});

test('an empty Location header of an outcome without href is none', async () => {
  const text = '{"responses":[{"id":"a","status":201,"headers":{"location":""}}]}';
  expect((await readMultistatus(text)).document.responses[0]).not.toHaveProperty('location');
});
