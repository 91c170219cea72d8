import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { changesOf } = (await import(`${ROOT}scripts/release/publish/changelog.mjs`)) as {
  changesOf: (changelog: string, version: string) => string;
};

const CHANGELOG = '# Changelog\n\n## How versions work\n\nText.\n\n## 0.1.0\n\nThe first version.\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'version-packages-'));
  write('package.json', '{ "name": "workspace", "private": true }');
  write('pnpm-workspace.yaml', 'packages: [packages/*, examples/*]\n');
  write('pnpm-lock.yaml', '');
  write('CHANGELOG.md', CHANGELOG);
  write('.changeset/config.json', readFileSync(`${ROOT}.changeset/config.json`, 'utf8'));
  write('packages/core/package.json', '{ "name": "@multistatus/core", "version": "0.1.0" }');
  write('packages/koa/package.json', '{ "name": "@multistatus/koa", "version": "0.1.0" }');
  write('packages/cli/package.json', '{ "name": "multistatus", "version": "0.1.0" }');
  const example = {
    name: 'blog',
    version: '0.1.0',
    private: true,
    dependencies: { '@multistatus/koa': '0.1.0' },
  };
  write('examples/blog/package.json', JSON.stringify(example));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

function versionPackages(): void {
  const script = `${ROOT}scripts/release/version-packages.mjs`;
  const { status, stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
}

const versionOf = (name: string): unknown =>
  (JSON.parse(read(`${name}/package.json`)) as { version: string }).version;

test('a change of one package raises the version of all, and is written into the changelog once', () => {
  write('.changeset/one.md', "---\n'@multistatus/core': patch\n---\n\ncore: a fix.\n\nIt has two parts.\n");
  write(
    '.changeset/two.md',
    "---\n'@multistatus/core': minor\n'@multistatus/koa': patch\n---\n\ncore: an option.\n",
  );
  versionPackages();
  expect(['core', 'koa', 'cli'].map((name) => versionOf(`packages/${name}`))).toEqual([
    '0.2.0',
    '0.2.0',
    '0.2.0',
  ]);
  expect(versionOf('examples/blog')).toBe('0.1.0');
  expect(readdirSync(join(folder, '.changeset'))).toEqual(['config.json']);
  const added = `## 0.2.0

### Minor changes

- core: an option.

### Patch changes

- core: a fix.

  It has two parts.

`;
  expect(read('CHANGELOG.md')).toBe(CHANGELOG.replace('## 0.1.0', `${added}## 0.1.0`));
});

test('without changesets nothing changes', () => {
  versionPackages();
  expect(versionOf('packages/core')).toBe('0.1.0');
  expect(read('CHANGELOG.md')).toBe(CHANGELOG);
});

test('the notes of a release are the section of its version', () => {
  const changelog = CHANGELOG.replace('## 0.1.0', '## 0.2.0\n\n### Patch changes\n\n- a fix\n\n## 0.1.0');
  expect(changesOf(changelog, '0.2.0')).toBe('### Patch changes\n\n- a fix\n');
  expect(changesOf(changelog, '0.1.0')).toBe('The first version.\n');
  expect(() => changesOf(changelog, '0.3.0')).toThrow('CHANGELOG.md has no section 0.3.0');
});

test('the changelog has the version that the packages have', () => {
  const { version } = JSON.parse(readFileSync(`${ROOT}packages/core/package.json`, 'utf8')) as {
    version: string;
  };
  expect(changesOf(readFileSync(`${ROOT}CHANGELOG.md`, 'utf8'), version)).not.toBe('\n');
});
