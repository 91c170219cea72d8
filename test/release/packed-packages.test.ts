// The tarballs that are published, as `pnpm build` and scripts/release/pack-packages.mjs make them.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

interface Tarball {
  readonly name: string;
  readonly file: string;
  readonly files: readonly string[];
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const load = (file: string): Promise<unknown> => import(`${ROOT}scripts/release/${file}`);
const { packPackages } = (await load('pack-packages.mjs')) as {
  packPackages: (folder: string, project: { repository: string }, directories?: string[]) => Tarball[];
};
const { checkSizes } = (await load('check/check-sizes.mjs')) as {
  checkSizes: (tarballs: readonly Tarball[]) => { table: string; tooLarge: string[] };
};

const folder = mkdtempSync(join(tmpdir(), 'packed-'));
const packed = new Map<string, Tarball[]>();
/** To pack all takes five seconds. */
const SOME = ['packages/console', 'packages/express', 'packages/koa'];
const ADDRESS = 'https://example.org/ana/multistatus';
beforeAll(() => {
  for (const repository of ['', ADDRESS]) {
    const name = join(folder, repository === '' ? 'without' : 'with');
    const tarballs = packPackages(name, { repository }, repository === '' ? undefined : SOME);
    packed.set(repository, tarballs);
    for (const { file } of tarballs) {
      mkdirSync(`${file}.d`);
      execFileSync('tar', ['-xzf', file, '-C', `${file}.d`]);
    }
  }
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const textOf = ({ file }: Tarball, path: string): string =>
  readFileSync(join(`${file}.d`, 'package', path), 'utf8');

/** Returns what the links of a page lead to, without those in code. */
function linksOf(markdown: string): string[] {
  const prose = markdown.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)|^\[[^\]]+\]: (\S+)/gm)].map(([, a, b]) => a ?? b ?? '');
}

describe.each(['', ADDRESS])('with the repository "%s"', (repository) => {
  test('every relative link in a page leads to a file of the tarball', () => {
    const faults = (packed.get(repository) ?? []).flatMap((tarball) =>
      tarball.files
        .filter((path) => path.endsWith('.md'))
        .flatMap((path) =>
          linksOf(textOf(tarball, path))
            .filter((link) => !/^(?:[a-z]+:|#)/.test(link))
            .filter(
              (link) =>
                !existsSync(join(`${tarball.file}.d`, 'package', posix.normalize(link.replace(/#.*/, '')))),
            )
            .map((link) => `${tarball.name}/${path}: ${link}`),
        ),
    );
    expect(faults).toEqual([]);
  });

  test('links lead to the repository only if it has an address', () => {
    const links = (packed.get(repository) ?? []).flatMap((tarball) => linksOf(textOf(tarball, 'README.md')));
    expect(links.some((link) => link.startsWith(`${ADDRESS}/blob/HEAD/`))).toBe(repository !== '');
  });
});

test('every package is packed, with versions and without what only the workspace has', () => {
  const tarballs = packed.get('') ?? [];
  expect(tarballs).toHaveLength(
    readdirSync(`${ROOT}packages`).filter((name) => existsSync(`${ROOT}packages/${name}/package.json`))
      .length,
  );
  for (const tarball of tarballs) {
    const manifest = textOf(tarball, 'package.json');
    expect(manifest).not.toMatch(/workspace:|@multistatus\/source/);
    expect(tarball.files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']));
    expect(tarball.files.filter((path) => /tsbuildinfo|\.map$|^src\/|\.test\./.test(path))).toEqual([]);
  }
});

test.each(['express', 'koa', 'client'])('%s has its SKILL.md', (name) => {
  const tarball = packed.get('')?.find((each) => each.name === `@multistatus/${name}`);
  expect(tarball?.files).toContain('SKILL.md');
});

test('the same sources give the same bytes', () => {
  const again = packPackages(join(folder, 'again'), { repository: '' }, SOME);
  expect(again).toHaveLength(SOME.length);
  for (const { name, file } of again) {
    const first = packed.get('')?.find((tarball) => tarball.name === name);
    expect([name, readFileSync(file).equals(readFileSync(first?.file ?? ''))]).toEqual([name, true]);
  }
}, 60_000);

test('no tarball is larger than its limit', () => {
  expect(checkSizes(packed.get('') ?? []).tooLarge).toEqual([]);
});

test('one that is larger is named', () => {
  const [{ file, files } = { file: '', files: [] }] = (packed.get('') ?? []).filter(
    ({ name }) => name === '@multistatus/console',
  );
  expect(checkSizes([{ name: '@multistatus/wire', file, files }]).tooLarge).toEqual(['@multistatus/wire']);
});
