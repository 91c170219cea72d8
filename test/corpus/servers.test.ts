// The answers of real WebDAV, CalDAV and CardDAV servers, with their requests: each is read, compared with what another
// XML parser reads, validated, and inspected.
import { expect, test } from '@jest/globals';
import { readWithDom } from '../support/read-with-dom.js';
import { runCli } from '../unit/cli/run-cli.js';
import { readCaptures, SERVERS, toHar } from './captures.js';
import { declareAnswer } from './declare-answer.js';
import { type Expected, OF_SERVERS } from './expected.js';

const CAPTURES = new Map(SERVERS.map((server) => [server, readCaptures(server)]));
const ALL = [...CAPTURES.values()].flat();
const expectedOf = (name: string): Expected => OF_SERVERS[name] ?? {};

interface Shown {
  readonly counts: unknown;
  readonly responses: readonly { readonly hrefs: readonly string[]; readonly removed?: true }[];
  readonly findings: readonly { readonly rule: string }[];
}

test('the corpus is complete, and what is expected names nothing else', () => {
  expect(ALL).toHaveLength(125);
  const names = new Set(ALL.map(({ name }) => name));
  expect(Object.keys(OF_SERVERS).filter((name) => !names.has(name))).toEqual([]);
  expect(ALL.filter(({ name }) => expectedOf(name).refused !== undefined)).toHaveLength(1);
});

for (const { name, bytes, meta } of ALL) {
  const contentType = meta.headers['content-type'];
  declareAnswer({ name, bytes, contentType, method: meta.method }, expectedOf(name));
}

test.each(SERVERS)('inspect shows the exchanges with %s', async (server) => {
  const captures = CAPTURES.get(server) ?? [];
  const { stdout } = await runCli(['inspect', '--json', '-'], { stdin: toHar(captures) });
  const { documents } = JSON.parse(stdout) as { readonly documents: readonly Shown[] };
  expect(documents).toHaveLength(captures.length);
  for (const [index, { name, text }] of captures.entries()) {
    const shown = documents[index]!;
    const { failed = 0, removed = 0, breaks = {}, refused } = expectedOf(name);
    const rules = shown.findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('X'));
    expect([name, ...new Set(rules)].sort()).toEqual([name, ...Object.keys(breaks)].sort());
    if (refused !== undefined) continue;
    const { responses } = readWithDom(text);
    expect([name, shown.counts]).toEqual([
      name,
      { total: responses.length, succeeded: responses.length - failed - removed, failed, other: removed },
    ]);
    const hrefs = (lists: readonly { readonly hrefs: readonly string[] }[]): string[] =>
      lists.flatMap((each) => each.hrefs).sort();
    expect(hrefs(shown.responses)).toEqual(hrefs(responses));
    expect(shown.responses.filter((response) => response.removed)).toHaveLength(removed);
  }
});
