// docs/reference/problems.md has a heading for each problem type and for each code of an issue, and no other; what it shows of each
// really occurs.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { PROBLEM_TYPES } from '@multistatus/core';
import { PRODUCERS } from './problems/index.js';
import { type Exchange, problemOf } from './problems/problem-exchange.js';

const PAGE = readFileSync(new URL('../../docs/reference/problems.md', import.meta.url), 'utf8');
const [ALL_PROBLEMS = '', ALL_CODES = ''] = PAGE.split('\n## Codes of issues\n');
const SLUGS = Object.keys(PROBLEM_TYPES);

/** Returns the sections of the third level, by heading. */
function sectionsOf(text: string): Map<string, string> {
  const sections = text.split(/^### /m).slice(1);
  return new Map(sections.map((section) => [/^`([a-z0-9-]+)`\n/.exec(section)?.[1] ?? '', section]));
}

/** Returns the block with this info string. */
function blockOf(section: string | undefined, info: string): string | undefined {
  return section?.split(`\`\`\`${info}\n`)[1]?.split('\n```')[0];
}

describe('problem types', () => {
  const sections = sectionsOf(ALL_PROBLEMS);

  test('each has a heading, and there are no other headings', () => {
    expect([...sections.keys()].toSorted()).toEqual(SLUGS.toSorted());
  });

  test('each is in the table with its status and with whether it ran', () => {
    const rows = [...PAGE.matchAll(/^\| \[`([a-z-]+)`\]\(#\1\) +\| (\d{3}) +\| (false|unknown) +\|/gm)];
    const table = Object.fromEntries(
      rows.map(([, slug, status, executed]) => [slug, `${status} ${executed}`]),
    );
    const expected = Object.entries(PROBLEM_TYPES).map(([slug, type]) => [
      slug,
      `${type.status} ${type.executed}`,
    ]);
    expect(table).toEqual(Object.fromEntries(expected));
  });

  test('the example at the top is one of the problems', () => {
    expect(blockOf(PAGE, 'json problem')).toBe(blockOf(sections.get('limit-exceeded'), 'json problem'));
  });

  test.each(SLUGS)('%s: the page shows one that occurs, and says what to do', async (slug) => {
    const section = sections.get(slug);
    const problem = await PRODUCERS[slug]?.();
    expect(JSON.parse(blockOf(section, 'json problem') ?? 'null')).toEqual(problem);
    expect(problem?.['type']).toBe(`urn:multistatus:problem:${slug}`);
    expect(section).toMatch(new RegExp(`^\\*\\*${String(problem?.['status'])}\\.\\*\\* `, 'm'));
    expect(section).toMatch(/^\*\*What to do\.\*\* \S/m);
  });
});

/** Returns the sources in a folder of core. */
function sourcesIn(folder: string): string[] {
  const url = new URL(`../../packages/core/src/${folder}/`, import.meta.url);
  const names = readdirSync(fileURLToPath(url)).filter((name) => !name.startsWith('compiled-'));
  return names.map((name) => readFileSync(new URL(name, url), 'utf8'));
}

/** Returns the codes that the sources have. */
function codesInSources(): Set<string> {
  const folders = ['validate', 'operation', 'plan', 'formats', 'http', 'lines', 'batch', 'run'];
  const pattern =
    /(?<=code: |code = |\badd\([^;]*?, |report\('\w+', |invalid\(\s*'\w+',\s*|isReference \? |'unknown-reference' : )'([a-z]+(?:-[a-z0-9]+)+|empty|missing|fragment)'/g;
  const found = folders.flatMap(sourcesIn).flatMap((source) => [...source.matchAll(pattern)]);
  return new Set(found.map(([, code = '']) => code));
}

/** What an issue with this code needs besides the batch of the page. */
const ENDPOINTS: Readonly<Record<string, Exchange>> = {
  'ambiguous-id': { headers: { 'content-type': 'application/jsonl' } },
  'outside-base-path': { batch: { basePath: '/api' } },
  'unsafe-method': { method: 'QUERY' },
  'not-allowed': {
    batch: { allow: ({ method }) => method === 'GET' },
    headers: { prefer: 'handling=strict' },
  },
};

/** The batch of the one code whose example is too long for the page. */
const TOO_MANY = {
  requests: [
    { id: 'a', method: 'GET', url: '/photos/7' },
    { method: 'GET', url: '/photos/8', dependsOn: Array.from({ length: 1_001 }, () => 'a') },
  ],
};

describe('codes of issues', () => {
  const sections = sectionsOf(ALL_CODES);

  test('each that the sources have has a heading, and there are no other headings', () => {
    // A batch that needs transactions is a fault for `checkBatch`, and a problem of its own for an endpoint.
    const codes = [...codesInSources()].filter((code) => code !== 'transactions-not-supported');
    expect(codes.length).toBeGreaterThan(30);
    expect([...sections.keys()].toSorted()).toEqual(codes.toSorted());
  });

  test.each([...sections])('%s: the batch of the page has the issue of the page', async (code, section) => {
    const body = blockOf(section, 'json batch') ?? blockOf(section, 'jsonl batch') ?? TOO_MANY;
    const problem = await problemOf({ ...ENDPOINTS[code], body });
    const issue = JSON.parse(blockOf(section, 'json issue') ?? 'null') as { readonly code: string };
    expect(problem['errors']).toEqual([issue]);
    expect(issue.code).toBe(code);
  });
});
