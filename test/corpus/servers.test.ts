// The answers of real WebDAV, CalDAV and CardDAV servers, with their requests: each is read, compared with what another
// XML parser reads, validated, and inspected.
import { describe, expect, test } from '@jest/globals';
import { isDocumentError, readMultistatus, toJsonText } from '@multistatus/document';
import { readXml, validateMultistatus } from '@multistatus/document/xml-reader';
import { toXmlText } from '@multistatus/document/xml-writer';
import { readWithDom } from '../support/read-with-dom.js';
import { toPlainDocument } from '../support/to-plain-document.js';
import { runCli } from '../unit/cli/run-cli.js';
import { readCaptures, SERVERS, toHar } from './captures.js';
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

describe.each(ALL.map((capture) => [capture.name, capture] as const))('%s', (name, { bytes, text, meta }) => {
  const { failed = 0, removed = 0, breaks = {}, refused } = expectedOf(name);
  const contentType = meta.headers['content-type'];

  test(refused === undefined ? 'is read as another parser reads it' : 'is refused', async () => {
    const read = readMultistatus(bytes, { contentType, method: meta.method });
    if (refused !== undefined) {
      const error = await read.catch((reason: unknown) => reason);
      expect(isDocumentError(error) && error.message).toBe(refused);
      return;
    }
    const reading = await read;
    const plain = readWithDom(text);
    expect(toPlainDocument(reading.document)).toEqual(plain);
    expect(reading.failed()).toHaveLength(failed);
    expect(reading.removed()).toHaveLength(removed);
    expect(reading.succeeded()).toHaveLength(plain.responses.length - failed - removed);
    if (failed === 0) reading.throwIfFailed();
    else expect(() => reading.throwIfFailed()).toThrow(/^[1-9]\d* failed: /);
  });

  test('breaks the rules that stand in the table, and no other', () => {
    const counts: Record<string, number> = {};
    for (const { rule } of validateMultistatus(text)) counts[rule] = (counts[rule] ?? 0) + 1;
    expect(counts).toEqual(breaks);
  });

  // The writer percent-encodes an href that is not (X17).
  if (refused === undefined && breaks.X17 === undefined)
    test('survives JSON and XML', async () => {
      const document = readXml(text);
      const fromJson = (await readMultistatus(toJsonText(document))).document;
      expect(fromJson).toEqual(document);
      expect(readXml(toXmlText(fromJson, { operationsPath: '/operations/' }))).toEqual(document);
    });
});

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
