// The store on the page meets the requirements, as its own test file says.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { memoryStore } from '@multistatus/journal/memory';
import { testStore } from '@multistatus/journal/test-store';
import { type DeclaredTests, declaredTests } from './declared-tests.js';
import { PageFolder } from './page-folder.js';
import { readPage } from './read-page.js';

const { blocks } = readPage('docs/internals/writing-a-store.md');

describe('docs/internals/writing-a-store.md', () => {
  const folder = new PageFolder(new URL('./', import.meta.url));
  let declared: DeclaredTests;
  beforeAll(async () => {
    declared = await declaredTests(folder, { blocks, file: 'file-store.test.ts' });
  });
  afterAll(() => folder.remove());

  const names = testStore(() => memoryStore()).map(({ name }) => name);
  test.each(names)('%s', (name) => declared.tests.get(name)?.());

  test('its tests are all requirements', () => {
    expect([...declared.tests.keys()]).toEqual(names);
  });

  test('the store has about 100 lines', () => {
    const store = blocks.find(({ info }) => info === 'ts file-store.ts');
    expect(store?.code.split('\n').length).toBeLessThan(115);
  });
});
