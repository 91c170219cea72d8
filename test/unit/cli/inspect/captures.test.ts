// Small HARs, each with what some tool does, and what inspect must report: a row for each outcome, and the findings.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { runCli } from '../run-cli.js';

const FOLDER = fileURLToPath(new URL('../captures/', import.meta.url));

interface Expected {
  readonly exitCode: number;
  readonly documents: readonly {
    /** Null if the document cannot be read. */
    readonly outcomes: readonly string[] | null;
    readonly findings: readonly string[];
  }[];
}

interface Shown {
  readonly hrefs: readonly string[];
  readonly id?: string;
  readonly outcome?: string;
  readonly status?: number;
  readonly description?: string;
  readonly where?: string;
}

interface Report {
  readonly exitCode: number;
  readonly documents: readonly {
    readonly counts: object | null;
    readonly responses: readonly Shown[];
    readonly unreadable: readonly Shown[];
    readonly findings: readonly { readonly level: string; readonly rule: string }[];
  }[];
}

const EXPECTED = JSON.parse(readFileSync(`${FOLDER}expected.json`, 'utf8')) as Readonly<
  Record<string, Expected>
>;

function describe({ outcome = 'unreadable', hrefs, id, status, description, where }: Shown): string {
  const names = [id, ...hrefs].filter((name) => name !== undefined);
  const resource = names.length === 0 && outcome === 'unreadable' ? [where] : names;
  return [outcome, ...resource, status, description].filter((part) => part !== undefined).join(' ');
}

test.each(readdirSync(FOLDER).filter((name) => name.endsWith('.har')))('%s', async (name) => {
  const { code, stdout, stderr } = await runCli(['inspect', '--json', name], { cwd: FOLDER });
  expect(stderr).toBe('');
  const documents = (JSON.parse(stdout) as Report).documents.map(
    ({ counts, unreadable, responses, findings }) => ({
      outcomes: counts === null ? null : [...unreadable, ...responses].map(describe),
      findings: findings.map(({ level, rule }) => `${level} ${rule}`),
    }),
  );
  expect({ exitCode: code, documents }).toEqual(EXPECTED[name]);
});

test('every expectation has its capture', () => {
  expect(Object.keys(EXPECTED).toSorted()).toEqual(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.har'))
      .toSorted(),
  );
});
