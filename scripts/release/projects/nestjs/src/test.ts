import 'reflect-metadata';
import { deepEqual, equal } from 'node:assert/strict';
import { NestFactory } from '@nestjs/core';
import { PhotosModule, seen } from './photos.module.js';

async function main(): Promise<void> {
  const app = await NestFactory.create(PhotosModule, { logger: false, forceCloseConnections: true });
  await app.listen(0, '127.0.0.1');
  try {
    await check(await app.getUrl());
  } finally {
    await app.close();
  }
}

async function check(origin: string): Promise<void> {
  const ids = ['7', '13', 'x'];
  const answer = await fetch(`${origin}/batch`, {
    method: 'POST',
    headers: { accept: 'application/json', authorization: 'Bearer ana', 'content-type': 'application/json' },
    body: JSON.stringify({ requests: ids.map((id) => ({ id, method: 'GET', url: `/photos/${id}` })) }),
  });
  equal(answer.status, 207);
  const { responses } = (await answer.json()) as { responses: readonly { status: number; body: unknown }[] };
  // Answered by the controller, refused by the guard, and refused by the pipe.
  deepEqual(
    responses.map(({ status }) => status),
    [200, 403, 400],
  );
  deepEqual(responses[0]?.body, { id: 7, title: 'Tram 28' });
  deepEqual(seen, ['batch /batch', '7 /photos/7', '13 /photos/13', 'x /photos/x']);
  console.log('a controller answers a batch; the guard sees it and each operation');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
