// The guide of the client, whose second server has a worker to stop. Together with the README, it shows every export.
import { expect, test } from '@jest/globals';
import * as client from '@multistatus/client';
import { readPage } from './read-page.js';
import { testPage } from './run-page.js';

const GUIDE = 'docs/guide/7-client.md';

testPage(GUIDE, {
  close: `if (typeof worker !== 'undefined') { await worker.stop(); journal.close(); }`,
});

test('the guide or the README shows every export', () => {
  const blocks = [GUIDE, 'packages/client/README.md'].flatMap((path) => readPage(path).blocks);
  const imports = blocks.flatMap(({ code }) => [
    ...code.matchAll(/^import \{([^}]*)\} from '@multistatus\/client';$/gm),
  ]);
  const names = imports.flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
  expect(Object.keys(client).filter((name) => !names.includes(name))).toEqual([]);
});
