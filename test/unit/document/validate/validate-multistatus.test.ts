import { describe, expect, test } from '@jest/globals';
import { RULES, type RuleId, type Violation, validateMultistatus } from '@multistatus/document/xml-reader';
import { toXmlText } from '@multistatus/document/xml-writer';
import fc from 'fast-check';
import { findViolations } from '../../../support/multistatus-rules.js';
import { wholeDocument } from '../read/read-arbitraries.js';
import { EXAMPLES, FINE, FIRST, respond } from './rule-examples.js';

/** An element of RFC 4918 section 14 where it has no meaning: an error, although X24 is a warning. */
const MISPLACED = /^\/multistatus\[1\]\/(?:prop|propstat|status|href)\[1\]$/;

function summarise(violations: readonly Violation[]): string[] {
  return violations.map(({ rule, path }) => `${rule} ${path}`);
}

describe.each(Object.keys(RULES) as RuleId[])('%s', (id) => {
  const { right, wrong } = EXAMPLES[id];

  test.each(right.map((document) => [document]))('is kept by %j', (document) => {
    expect(validateMultistatus(document).filter(({ rule }) => rule === id)).toEqual([]);
  });

  test.each(wrong.map(([document, path]) => [document, path] as const))(
    'is broken by %j',
    (document, path) => {
      const violations = validateMultistatus(document);
      expect(summarise(violations)).toEqual([`${id} ${path}`]);
      const { section, advice } = RULES[id];
      expect(violations[0]).toEqual({
        rule: id,
        level: MISPLACED.test(path) ? 'error' : RULES[id].level,
        section,
        advice,
        path,
        message: expect.stringMatching(/./),
      });
    },
  );
});

describe('the table of rules', () => {
  test('has permanent ids: none is taken out, none is added between', () => {
    expect(Object.keys(RULES).join(' ')).toBe(
      'X1 X2 X4 X5 X6 X7 X8 X9 X11 X12 X13 X14 X15 X16 X17 X18 X19 X20 X21 X22 X24 X25 X26 X27 X28 X29 X30 X31 X36 X37 X38',
    );
  });

  test.each(Object.entries(RULES))('%s has one line of advice and names a section', (_id, rule) => {
    expect(rule.advice).toMatch(/^[A-Z][^\n]{5,110}\.$/);
    expect(rule.title).toMatch(/^[A-Z][^\n]{5,110}$/);
    expect(rule.section).toMatch(/^(?:RFC \d{4}|XML 1\.0) section [\d.]+$/);
    expect(['error', 'warning']).toContain(rule.level);
  });
});

test('several violations come in the order of the rules', () => {
  expect(summarise(validateMultistatus(respond('<D:propstat/>text', '')))).toEqual([
    `X6 ${FIRST}`,
    `X9 ${FIRST}/propstat[1]`,
    `X9 ${FIRST}/propstat[1]`,
    `X26 ${FIRST}`,
  ]);
});

test('a document type declaration and limits are faults, not violations', () => {
  expect(() => validateMultistatus(`<!DOCTYPE a>${FINE}`)).toThrow('doctype');
  expect(() => validateMultistatus(FINE, { maxElements: 2 })).toThrow('maxElements');
});

test('finds what another judge finds in what the writer writes', () => {
  const shared = /^X(?:1|2|6|7|8|9|11|12|13|14|15|17|18|20|25|26|31)$/;
  fc.assert(
    fc.property(wholeDocument, (document) => {
      const xml = toXmlText(document, { operationsPath: '/batch/operations/' });
      const found = validateMultistatus(xml).map(({ rule }) => rule as string);
      const other = findViolations(xml).map((line) => line.split(':', 1)[0] ?? '');
      expect(new Set(found.filter((rule) => shared.test(rule)))).toEqual(
        new Set(other.filter((rule) => shared.test(rule))),
      );
    }),
    { numRuns: 100 },
  );
});
