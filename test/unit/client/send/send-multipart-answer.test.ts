import { expect, test } from '@jest/globals';
import { createBatch, send } from '@multistatus/client';

const ANSWER = [
  '--batchresponse_1',
  'Content-Type: application/http',
  'Content-ID: a',
  '',
  'HTTP/1.1 200 OK',
  'Content-Type: application/json',
  '',
  '{"n":1}',
  '--batchresponse_1',
  'Content-Type: application/http',
  'Content-ID: b',
  '',
  'HTTP/1.1 404 Not Found',
  '',
  '',
];

function sendTo(lines: readonly string[]) {
  const batch = createBatch();
  const a = batch.request('a').get('/a');
  const b = batch.request('b').get('/b');
  const headers = { 'Content-Type': 'multipart/mixed; boundary=batchresponse_1' };
  const fetch = async (): Promise<Response> => new Response(lines.join('\r\n'), { headers });
  return { a, b, result: send(batch, { url: 'https://api.example.com/batch', fetch }) };
}

test('a multipart answer is read', async () => {
  const { a, b, result } = sendTo([...ANSWER, '--batchresponse_1--', '']);
  const outcomes = await result;
  expect([outcomes.of(a).status, outcomes.of(a).body, outcomes.of(b).status]).toEqual([200, { n: 1 }, 404]);
});

test('a multipart answer without its end says nothing for sure', async () => {
  await expect(sendTo(ANSWER).result).rejects.toMatchObject({ name: 'BatchError', executed: 'unknown' });
});
