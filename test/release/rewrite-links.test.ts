import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

interface Place {
  directory: string;
  files: Set<string>;
  repository: string;
  root: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { rewriteLinks } = (await import(`${ROOT}scripts/release/pack/rewrite-links.mjs`)) as {
  rewriteLinks: (markdown: string, place: Place) => string;
};

const ADDRESS = 'https://example.org/ana/multistatus';

function rewritten(markdown: string, repository: string): string {
  const files = new Set(['README.md', 'SKILL.md', 'pictures/a.png']);
  return rewriteLinks(markdown, { directory: 'packages/koa', files, repository, root: ROOT });
}

test('what a page says to the tests is left out', () => {
  const page =
    '<!-- tested by: test/a.test.ts -->\n\n# A\n\n<!-- not run: it installs -->\n\n```sh\nnpm i\n```\n\n<!-- kept -->\n';
  expect(rewritten(page, ADDRESS)).toBe('# A\n\n```sh\nnpm i\n```\n\n<!-- kept -->\n');
});

describe('With the address of the repository', () => {
  test.each([
    ['[all](../../README.md#options)', `[all](${ADDRESS}/blob/HEAD/README.md#options)`],
    ['[`core`](../core)', `[\`core\`](${ADDRESS}/tree/HEAD/packages/core)`],
    ['[core](../core/)', `[core](${ADDRESS}/tree/HEAD/packages/core)`],
    ['[source](src/index.ts)', `[source](${ADDRESS}/blob/HEAD/packages/koa/src/index.ts)`],
    ['[a](../core "The core")', `[a](${ADDRESS}/tree/HEAD/packages/core "The core")`],
    ['![b](../console/pictures/graph.png)', `![b](${ADDRESS}/raw/HEAD/packages/console/pictures/graph.png)`],
    ['[the core][c]\n\n[c]: ../core', `[the core][c]\n\n[c]: ${ADDRESS}/tree/HEAD/packages/core`],
  ])('%s', (markdown, expected) => {
    expect(rewritten(markdown, ADDRESS)).toBe(expected);
  });

  test('a link to nothing is an error', () => {
    expect(() => rewritten('[a](../nothing)', ADDRESS)).toThrow(
      'a link leads to packages/nothing, which does not exist',
    );
  });
});

describe('Without an address', () => {
  test.each([
    ['See [all **the** options](../../README.md#options).', 'See all **the** options.'],
    ['[`core`](../core) and [`src`](src/a.ts)', '`core` and `src`'],
    ['[the core][c], [c], text\n\n[c]: ../core\n', 'the core, c, text\n\n'],
    ['One\n\n![b](../b.png)\n\nTwo\n', 'One\n\nTwo\n'],
    ['One ![b](../b.png) two', 'One  two'],
    ['One\n\n| a | b |\n| - | - |\n| ![a](../a.png) | ![b](../b.png) |\n\nTwo\n', 'One\n\nTwo\n'],
    ['[![b](../b.png)](../core)\n\nTwo\n', 'Two\n'],
  ])('%s', (markdown, expected) => {
    expect(rewritten(markdown, '')).toBe(expected);
  });
});

describe.each(['', ADDRESS])('With the address "%s"', (address) => {
  test.each([
    '[skill](SKILL.md#do-not) [skill](./SKILL.md) ![a](pictures/a.png) [all](pictures)',
    '[here](#options) [there](https://example.com/a) [mail](mailto:ana@example.com) <https://example.com>',
    '`[a](../core)`\n\n```md\n[a](../core)\n```\n',
    '| a |\n| - |\n| b |\n',
    '<a href="https://example.com">a</a>',
  ])('%s stays', (markdown) => {
    expect(rewritten(markdown, address)).toBe(markdown);
  });

  test('a relative link in HTML is an error', () => {
    expect(() => rewritten('<img src="../a.png">', address)).toThrow(
      'a link in HTML would not be rewritten: write ../a.png in Markdown',
    );
  });
});
