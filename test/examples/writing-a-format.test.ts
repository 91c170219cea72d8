import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { decode, encode } from 'cbor-x';
import supertest from 'supertest';
import { runProgram } from './run-program.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const PAGE = read('docs/internals/writing-a-format.md');

test('the format on the page is the one that passes the conformance suite, in less than 80 lines', () => {
  const [, format = ''] = /```ts cbor.ts\n(.*?)```/s.exec(PAGE) ?? [];
  expect(format).toBe(read('test/formats/cbor.ts'));
  expect(format.split('\n').length).toBeLessThan(80);
});

test('the other formats on the page are files of the example, which its tests run', () => {
  const blocks = [...PAGE.matchAll(/```ts (\w+\/\S+)\n(.*?)```/gs)];
  expect(blocks.map(([, path]) => path)).toEqual([
    'google/decode-parts.ts',
    'google/encode-parts.ts',
    'scim/decode-bulk.ts',
  ]);
  for (const [, path = '', code] of blocks) expect(code).toBe(read(`examples/formats/src/${path}`));
});

test('the program on the page answers a batch in CBOR', async () => {
  const [, program = ''] = /```js\n(.*?)```/s.exec(PAGE) ?? [];
  const inTest = program.replace('./cbor.js', '../formats/cbor.ts');
  const { app } = (await runProgram(`${inTest}\nexport { app };`)) as { app: () => void };
  const { status, headers, body } = await supertest(app)
    .post('/batch')
    .set('content-type', 'application/cbor')
    .send(encode({ requests: [{ method: 'GET', url: '/none' }] }))
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    });
  expect([status, headers['content-type']]).toEqual([207, 'application/cbor']);
  expect(decode(body as Buffer)).toMatchObject({ responses: [{ href: '/none', status: 404 }] });
});
