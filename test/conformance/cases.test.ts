import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { conformanceCases } from './cases/index.js';
import { newestHosts, otherHosts } from './hosts/index.js';

describe('the list of cases', () => {
  test('have distinct ids of the same form', () => {
    const ids = conformanceCases.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^C\d{3,4}$/);
  });

  test('refer to a section that exists, of a standard or of the README', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(
      ([, title]) =>
        `README#${title
          ?.toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-')}`,
    );
    for (const { section } of conformanceCases) {
      if (section.startsWith('README')) expect(anchors).toContain(section);
      else
        expect(section).toMatch(
          /^(RFC \d{4}|XML 1\.0|OData 4\.01|HTML|draft-[a-z-]+-\d\d) (§\d|appendix [A-Z])/,
        );
    }
  });

  test('exist if a host skips them', () => {
    const ids = new Set(conformanceCases.map(({ id }) => id));
    for (const { skip, skipBehindJsonParser, otherBytes } of [...newestHosts, ...otherHosts]) {
      const skipped = Object.keys({ ...skip, ...skipBehindJsonParser, ...otherBytes });
      for (const id of skipped) expect(ids).toContain(id);
    }
  });
});
