// The queue on the page meets the requirements, as its own test file says; and its program answers later.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { memoryQueue } from '@multistatus/async/memory';
import { testQueue } from '@multistatus/async/test-queue';
import { type DeclaredTests, declaredTests } from './declared-tests.js';
import { PageFolder } from './page-folder.js';
import { readPage } from './read-page.js';
import { testPage } from './run-page.js';

const PAGE = 'docs/internals/writing-a-queue.md';

describe('the queue of docs/internals/writing-a-queue.md', () => {
  const folder = new PageFolder(new URL('./', import.meta.url));
  let declared: DeclaredTests;
  beforeAll(async () => {
    declared = await declaredTests(folder, { blocks: readPage(PAGE).blocks, file: 'postgres-queue.test.ts' });
  }, 60_000); // an embedded PostgreSQL takes its time to start on a busy machine
  afterAll(async () => {
    for (const close of declared.after) await close();
    folder.remove();
  });

  const names = testQueue(memoryQueue).map(({ name }) => name);
  test.each(names)('%s', (name) => declared.tests.get(name)?.());

  test('its tests are all requirements', () => {
    expect([...declared.tests.keys()]).toEqual(names);
  });
});

testPage(PAGE, { close: 'await worker.stop(); journal.close(); await database.close();' });
