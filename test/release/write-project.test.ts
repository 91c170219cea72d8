import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PACKAGES = readdirSync(`${ROOT}packages`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const NAMES = ['homepage', 'bugs', 'repository'] as const;

type Manifest = Partial<Record<(typeof NAMES)[number], unknown>>;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-project-'));
  for (const file of [
    'SECURITY.md',
    'project.json',
    ...PACKAGES.map((name) => `packages/${name}/package.json`),
  ]) {
    cpSync(`${ROOT}${file}`, join(folder, file));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script, and returns what it prints and its exit code. */
function write(...words: string[]): { files: string[]; status: number | null; message: string } {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [`${ROOT}scripts/release/write-project.mjs`, ...words],
    { encoding: 'utf8' },
  );
  return { files: stdout.split('\n').filter((line) => line !== ''), status, message: stderr };
}

const manifestOf = (root: string, name: string): Manifest =>
  JSON.parse(readFileSync(join(root, `packages/${name}/package.json`), 'utf8')) as Manifest;

function fill(project: Record<string, string>): void {
  writeFileSync(join(folder, 'project.json'), JSON.stringify(project));
}

const EMPTY = { repository: '', homepage: '', bugs: '', securityContact: '' };
const FILLED = {
  repository: 'https://example.org/ana/multistatus',
  homepage: 'https://multistatus.example.org',
  bugs: 'https://example.org/ana/multistatus/issues',
  securityContact: 'ana@example.org',
};

test('what is written agrees with project.json', () => {
  expect(write('--check')).toEqual({ files: [], status: 0, message: '' });
});

test('addresses are written into every package, once, and removed again', () => {
  fill(EMPTY);
  write(folder);
  const before = readFileSync(join(folder, 'packages/core/package.json'), 'utf8');
  const page = readFileSync(join(folder, 'SECURITY.md'), 'utf8');
  expect(page).toContain('There is no address for reports yet.');
  for (const name of PACKAGES)
    for (const field of NAMES) expect(manifestOf(folder, name)[field]).toBeUndefined();

  fill(FILLED);
  expect(write('--check', folder).status).toBe(1);
  expect(write(folder).files).toHaveLength(PACKAGES.length + 1);
  for (const name of PACKAGES) {
    expect(manifestOf(folder, name)).toMatchObject({
      homepage: `https://example.org/ana/multistatus/tree/HEAD/packages/${name}#readme`,
      bugs: { url: 'https://example.org/ana/multistatus/issues' },
      repository: {
        type: 'git',
        url: 'git+https://example.org/ana/multistatus.git',
        directory: `packages/${name}`,
      },
    });
  }
  expect(readFileSync(join(folder, 'SECURITY.md'), 'utf8')).toContain('Report it to <ana@example.org>.');
  expect(write(folder).files).toEqual([]);
  expect(write('--check', folder).status).toBe(0);

  fill(EMPTY);
  write(folder);
  expect(readFileSync(join(folder, 'packages/core/package.json'), 'utf8')).toBe(before);
  expect(readFileSync(join(folder, 'SECURITY.md'), 'utf8')).toBe(page);
});

test('without a repository, the homepage of every package is that of the project', () => {
  fill({ ...EMPTY, homepage: FILLED.homepage });
  write(folder);
  expect(manifestOf(folder, 'core').homepage).toBe(FILLED.homepage);
  expect(manifestOf(folder, 'core').repository).toBeUndefined();
});

test.each(['example.org/ana', 'http://example.org/ana', 'https://example.org/ana/'])(
  'an address that links cannot be made of is refused: %s',
  (repository) => {
    fill({ ...EMPTY, repository });
    const { status, message } = write(folder);
    expect(status).toBe(1);
    expect(message).toContain('project.json: repository must be a URL with https');
  },
);
