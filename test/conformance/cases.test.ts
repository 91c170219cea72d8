import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { conformanceCases } from './cases/index.js';
import { allHosts } from './hosts/index.js';

describe('the list of cases', () => {
  test('have distinct ids of the same form', () => {
    const ids = conformanceCases.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^C\d{3,4}$/);
  });

  test('refer to a section that exists, of a standard or of a README', () => {
    const anchors = new Map<string, readonly string[]>();
    for (const { section } of conformanceCases) {
      const [, folder] = /^(.*)README#/.exec(section) ?? [];
      if (folder === undefined) {
        expect(section).toMatch(
          /^(RFC \d{4,5}|XML 1\.0|OData 4\.01|HTML|draft-[a-z-]+-\d\d) (§\d|appendix [A-Z])/,
        );
        continue;
      }
      if (!anchors.has(folder)) anchors.set(folder, anchorsOf(folder));
      expect(anchors.get(folder)).toContain(section);
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

/** Returns what refers to the sections of the README in a folder. */
function anchorsOf(folder: string): readonly string[] {
  const readme = readFileSync(new URL(`../../${folder}README.md`, import.meta.url), 'utf8');
  return [...readme.matchAll(/^#+ (.+)$/gm)].map(
    ([, title = '']) =>
      `${folder}README#${title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-')}`,
  );
}
