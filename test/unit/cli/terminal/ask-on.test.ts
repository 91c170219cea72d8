import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { askOn } from '#cli/terminal/ask-on.js';

function ask(signal: AbortSignal = new AbortController().signal): {
  readonly input: PassThrough;
  readonly output: PassThrough;
  readonly answer: Promise<string | undefined>;
} {
  const input = new PassThrough();
  const output = new PassThrough();
  return { input, output, answer: askOn(input, output)('Cancel it? ', signal) };
}

test('a question is answered by the line that is typed', async () => {
  const { input, output, answer } = ask();
  input.write('y\n');
  expect(await answer).toBe('y');
  expect(String(output.read())).toBe('Cancel it? ');
});

test('the end of the input is no answer', async () => {
  const { input, answer } = ask();
  input.end();
  expect(await answer).toBeUndefined();
});

test('neither is a signal', async () => {
  const controller = new AbortController();
  const { answer } = ask(controller.signal);
  controller.abort();
  expect(await answer).toBeUndefined();
});
