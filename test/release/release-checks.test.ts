import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

interface Job {
  readonly permissions?: Record<string, string>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly { readonly uses?: string }[];
}

interface Workflow {
  readonly permissions?: Record<string, string>;
  readonly concurrency?: unknown;
  readonly jobs: Record<string, Job>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string): string => readFileSync(`${ROOT}${file}`, 'utf8');
const load = (file: string): Promise<unknown> => import(`${ROOT}scripts/release/${file}`);

const toolOf = createRequire(`${ROOT}scripts/package.json`);
const { parse } = toolOf('yaml') as { parse: (text: string) => Workflow };
const { validateWorkflow } = toolOf('@action-validator/core') as {
  validateWorkflow: (text: string) => { errors: unknown[] };
};

describe.each(readdirSync(`${ROOT}.github/workflows`))('The workflow %s', (name) => {
  const text = read(`.github/workflows/${name}`);
  const workflow = parse(text);

  test('is valid', () => {
    expect(validateWorkflow(text).errors).toEqual([]);
  });

  test('may write only where a job says so, and ends', () => {
    expect(Object.values(workflow.permissions ?? { all: 'write' })).not.toContain('write');
    expect(workflow.concurrency).toBeDefined();
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
  });

  test('only what publishes can prove what it is, and it can write nothing else', () => {
    for (const [job, { permissions }] of Object.entries(workflow.jobs)) {
      if (permissions?.['id-token'] === 'write') {
        expect(job).toBe('publish');
        expect(permissions).toEqual({ contents: 'read', 'id-token': 'write' });
      }
    }
  });

  test('every action has a version, and every script exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    for (const { uses } of steps) {
      if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+$/);
    }
    const called = [...text.matchAll(/pnpm@[\d.]+ ([\w:-]+)/g)].map(([, script]) => script);
    expect(Object.keys({ ...scripts, install: '' })).toEqual(expect.arrayContaining(called));
    for (const [file] of text.matchAll(/(?:scripts|\.ci)\/[\w./-]+/g))
      expect([file, existsSync(`${ROOT}${file}`)]).toEqual([file, true]);
    const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string };
    for (const [version] of text.matchAll(/pnpm@[\d.]+/g)) expect(version).toBe(packageManager);
  });
});

test('package scripts run in the shell of Windows too', () => {
  const manifests = ['package.json', 'scripts/package.json', 'test/package.json'].concat(
    ['packages', 'examples'].flatMap((folder) =>
      readdirSync(`${ROOT}${folder}`, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `${folder}/${name}/package.json`),
    ),
  );
  const scripts = manifests.flatMap((file) =>
    Object.values((JSON.parse(read(file)) as { scripts?: Record<string, string> }).scripts ?? {}),
  );
  expect(scripts.length).toBeGreaterThan(10);
  // Variables before a command, single quotes, `;`, `$`, and commands that only other systems have.
  expect(
    scripts.filter((script) => /^\w+=|'|;|\$|\b(?:bash|sh|rm|cp|mv|cat|env|export)\b/.test(script)),
  ).toEqual([]);
});

test('llms.txt leads to pages that are there', () => {
  const links = [...read('llms.txt').matchAll(/\]\(([^)#\s]+)/g)].map(([, file = '']) => file);
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((file) => !existsSync(`${ROOT}${file}`))).toEqual([]);
});

test('a package comes after those that it depends on', async () => {
  const { sortByDependencies } = (await load('publish/sort-by-dependencies.mjs')) as {
    sortByDependencies: (packages: unknown[]) => { manifest: { name: string } }[];
  };
  const packages = [
    { manifest: { name: 'a', dependencies: { b: '1', express: '1' } } },
    { manifest: { name: 'b', peerDependencies: { c: '1' }, devDependencies: { a: '1' } } },
    { manifest: { name: 'c' } },
  ];
  expect(sortByDependencies(packages).map(({ manifest }) => manifest.name)).toEqual(['c', 'b', 'a']);
});

test('a license that is not allowed is named with its package', async () => {
  const { reportLicenses } = (await load('check/check-licenses.mjs')) as {
    reportLicenses: (packages: Record<string, { name: string }[]>) => unknown;
  };
  const packages = {
    MIT: [{ name: 'a' }, { name: 'b' }],
    '(GPL-3.0 OR MIT)': [{ name: 'c' }],
    'MIT AND GPL-3.0': [{ name: 'd' }],
    Unknown: [{ name: 'e' }],
  };
  expect(reportLicenses(packages)).toEqual({
    counts: [
      ['(GPL-3.0 OR MIT)', 1],
      ['MIT', 2],
      ['MIT AND GPL-3.0', 1],
      ['Unknown', 1],
    ],
    refused: ['d (MIT AND GPL-3.0)', 'e (Unknown)'],
  });
});
