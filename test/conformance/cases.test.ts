import { describe, expect, test } from '@jest/globals';
import { readPage } from '../docs/read-page.js';
import { conformanceCases } from './cases/index.js';
import { allHosts } from './hosts/index.js';

describe('the list of cases', () => {
  test('have distinct ids of the same form', () => {
    const ids = conformanceCases.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^C\d{3,4}$/);
  });

  test('refer to a section that exists, of a standard or of a page', () => {
    const pages = new Map<string, ReadonlySet<string>>();
    for (const { id, section } of conformanceCases) {
      const [, page, anchor = ''] = /^((?:docs|packages)\/[^#]*)#(.*)$/.exec(section) ?? [];
      if (page === undefined) {
        expect(section).toMatch(
          /^(RFC \d{4,5}|XML 1\.0|OData 4\.01|HTML|draft-[a-z-]+-\d\d) (§\d|appendix [A-Z])/,
        );
        continue;
      }
      if (!pages.has(page)) pages.set(page, readPage(`${page}.md`).anchors);
      expect([id, section, pages.get(page)?.has(anchor)]).toEqual([id, section, true]);
    }
  });

  test('exist if a host skips them', () => {
    const ids = new Set(conformanceCases.map(({ id }) => id));
    for (const { skip, skipBehindJsonParser, otherBytes } of allHosts) {
      const skipped = Object.keys({ ...skip, ...skipBehindJsonParser, ...otherBytes });
      for (const id of skipped) expect(ids).toContain(id);
    }
  });
});
