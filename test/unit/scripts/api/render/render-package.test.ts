import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const DECLARATIONS = `/** Options of {@link open}. */
export interface OpenOptions {
    /**
     * How many \`doors\` are open,
     * \`windows\` not counted.
     *
     * @defaultValue 2 (both)
     */
    readonly doors?: number | undefined;
    readonly bell: Hidden;
}
/** What is not exported. */
interface Hidden {
    readonly name: string;
}
/**
 * Opens a house.
 *
 * @throws {TypeError} if it has no doors.
 *
 * @example
 * \`\`\`ts
 * open({ doors: 1 });
 * \`\`\`
 */
export declare function open(options: OpenOptions): void;
export declare const closed: boolean;
/** See {@link gone}. */
export declare type Open = true;
export {};
`;

const PAGE = `### open

Opens a house.

\`\`\`ts
function open(options: OpenOptions): void;
\`\`\`

Throws: \`TypeError\` if it has no doors.

\`\`\`ts
open({ doors: 1 });
\`\`\`

See also: [OpenOptions](#openoptions).`;

const OPTIONS = `### OpenOptions

Options of [\`open\`](#open).

\`\`\`ts
interface OpenOptions {
  readonly bell: Hidden;
  readonly doors?: number | undefined;
}
\`\`\`

- **\`doors\`**: How many \`doors\` are open,
  \`windows\` not counted.

  Default: \`2\` (both)

See also: [Hidden](#hidden).`;

interface Scripts {
  extractEntries(packages: readonly object[], work: string): { packages: object[]; faults: string[] };
  findCommentFaults(packages: object[], symbols: object): string[];
  renderPackage(each: object | undefined, symbols: object): string;
  SymbolIndex: new (packages: object[]) => object;
}

let work: string;
let page: string;
let faults: readonly string[];

/** Imports modules of `scripts/api/`, which are JavaScript without declarations. */
async function load(...names: readonly string[]): Promise<Scripts> {
  const url = (name: string): string =>
    fileURLToPath(new URL(`../../../../../scripts/api/${name}.mjs`, import.meta.url));
  return Object.assign({}, ...(await Promise.all(names.map((name) => import(url(name))))));
}

beforeAll(async () => {
  const scripts = await load(
    'extract-entries',
    'find-comment-faults',
    'render/render-package',
    'symbol-index',
  );
  work = mkdtempSync(join(tmpdir(), 'api-'));
  const folder = join(work, 'house');
  mkdirSync(folder);
  const declarations = join(folder, 'index.d.ts');
  writeFileSync(declarations, DECLARATIONS);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'house', version: '1.0.0' }));
  const entries = [{ specifier: 'house', name: 'index', declarations }];
  const house = {
    name: 'house',
    shortName: 'house',
    folder,
    description: 'A house',
    dependencies: [],
    entries,
  };
  const extracted = scripts.extractEntries([house], join(work, 'out'));
  const symbols = new scripts.SymbolIndex(extracted.packages);
  page = scripts.renderPackage(extracted.packages[0], symbols);
  faults = [...extracted.faults, ...scripts.findCommentFaults(extracted.packages, symbols)];
});
afterAll(() => rmSync(work, { recursive: true }));

test('a page has comments, defaults, errors, examples and links', () => {
  expect(page).toContain(`\n${PAGE}\n`);
  expect(page).toContain(`\n${OPTIONS}\n`);
});

test('a page lists what can be called before types, and what is not exported at the end', () => {
  const headings = page.split('\n').filter((line) => line.startsWith('#'));
  expect(headings).toEqual([
    '# house',
    '## house',
    '### closed',
    '### open',
    '### Open',
    '### OpenOptions',
    '## Types that are not exported',
    '### Hidden',
  ]);
  // As the repository numbers headings that differ in case only.
  expect(page).toContain('[Open](#open-1)');
});

test('what is not exported or has no comment, and a link to what is not exported, are faults', () => {
  expect(faults).toEqual([
    'house: closed has no doc comment',
    'house: a signature names Hidden, which no entry exports',
    'house: the comment of Open has a link to gone, which is not exported',
  ]);
});
