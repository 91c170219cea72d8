import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Express } from 'express';
import { postBatch } from '../support/post-batch.js';
import { runProgram } from './run-program.js';

const PAGE = readFileSync(new URL('../../docs/internals/async-context.md', import.meta.url), 'utf8');

test('the program passes a store on to the target', async () => {
  const [, program = ''] = /^```js prepare\n(.*?)^```$/ms.exec(PAGE) ?? [];
  const { app } = (await runProgram(`${program}\nexport { app };`)) as { app: Express };
  const requests = Array(3).fill({ method: 'GET', url: '/tenant' });
  for (const tenant of ['a', 'b']) {
    const responses = await postBatch(app, requests, { headers: { 'x-tenant': tenant } });
    expect(responses.map(({ body }) => body)).toEqual([tenant, tenant, tenant]);
  }
});
