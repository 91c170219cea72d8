import { describe, expect, test } from '@jest/globals';
import type { ResourceReport } from '@multistatus/inspect';
import fc from 'fast-check';
import { formatTable } from '#cli/inspect/format-table.js';
import { clipEnd, clipMiddle, displayWidth, padEnd } from '#cli/terminal/display-width.js';
import { makeJsonSafe, makeSafe, makeXmlSafe } from '#cli/terminal/make-safe.js';
import { createTerminal } from '#cli/terminal/terminal.js';
import { wrapText } from '#cli/terminal/wrap-text.js';
import { anyCharacter } from '../../../support/any-character.js';

const anyText = fc.string({ unit: anyCharacter });

describe('makeSafe', () => {
  test.each([
    ['a\u001b[31mb', 'a\\u{1b}[31mb'],
    ['a\r\n\tb', 'a   b'],
    ['\u009b\u202e\u2066', '\\u{9b}\\u{202e}\\u{2066}'],
    ['Café 東京', 'Café 東京'],
  ])('%j is %j', (text, safe) => {
    expect(makeSafe(text)).toBe(safe);
  });

  test('leaves no control character', () => {
    fc.assert(fc.property(anyText, (text) => !/[\p{Cc}\u2028\u2029\u202a-\u202e]/u.test(makeSafe(text))));
  });

  test('JSON means the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(makeJsonSafe(JSON.stringify(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('XML gets references', () => {
    expect(makeXmlSafe('<a>\u009b</a>\n')).toBe('<a>&#x9b;</a>\n');
  });
});

describe('width', () => {
  test.each([
    ['abc', 3],
    ['東京', 4],
    ['e\u0301', 1],
    ['✗', 1],
    ['👩‍👩‍👧', 2],
  ])('%s takes %i columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('of a path the end says most', () => {
    expect(clipMiddle('/albums/2026/lisbon/photos/7.jpg', 20)).toBe('/album…/photos/7.jpg');
    expect(clipEnd('held by Ana', 8)).toBe('held by…');
  });

  test('nothing is wider than it may be, and what fits stays', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 40 }), (text, width) => {
        for (const clip of [clipEnd, clipMiddle]) {
          const clipped = clip(text, width);
          expect(displayWidth(clipped)).toBeLessThanOrEqual(width);
          if (displayWidth(text) <= width) expect(clipped).toBe(text);
          expect(displayWidth(padEnd(clipped, width))).toBe(width);
        }
      }),
    );
  });

  test('a text is wrapped at spaces', () => {
    expect(wrapText('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrapText('immensely long', 4)).toEqual(['immensely', 'long']);
  });
});

describe('createTerminal', () => {
  const env = (values: Record<string, string>) => ({ isTTY: true, columns: 100, env: values });
  test.each<[facts: Parameters<typeof createTerminal>[0], width: number, isColoured: boolean]>([
    [env({}), 100, true],
    [env({ NO_COLOR: '1' }), 100, false],
    [env({ NO_COLOR: '' }), 100, true],
    [env({ TERM: 'dumb' }), 100, false],
    [env({ COLUMNS: '60' }), 60, true],
    [env({ COLUMNS: '5' }), 40, true],
    [env({ COLUMNS: 'wide' }), 100, true],
    [{ isTTY: true, columns: undefined, env: {} }, 80, true],
    [{ isTTY: false, columns: undefined, env: {} }, Number.POSITIVE_INFINITY, false],
    [{ isTTY: false, columns: undefined, env: { FORCE_COLOR: '1' } }, Number.POSITIVE_INFINITY, true],
  ])('%j', (facts, width, isColoured) => {
    const terminal = createTerminal(facts);
    expect(terminal.width).toBe(width);
    expect(terminal.paint('red', 'x') !== 'x').toBe(isColoured);
  });
});

describe('formatTable', () => {
  const terminal = createTerminal({ isTTY: false, columns: undefined, env: { COLUMNS: '50' } });
  const report = (href: string, description?: string): ResourceReport => ({
    outcome: 'failed',
    hrefs: [href],
    status: 423,
    reason: 'Locked',
    conditions: [],
    properties: [],
    errors: [],
    because: [],
    ...(description === undefined ? {} : { description }),
  });

  test('resources that look the same when they are cut are shown in full', () => {
    const [one, other] = [1, 2].map((n) => `/albums/${'x'.repeat(30)}${n}${'y'.repeat(40)}/cover.jpg`) as [
      string,
      string,
    ];
    const lines = formatTable([report(one), report(other), report('/short')], terminal);
    expect(lines).toContain(`    ${one}`);
    expect(lines).toContain(`    ${other}`);
    expect(lines.filter((line) => line.includes('/short'))).toHaveLength(1);
  });

  test('why something failed is never cut', () => {
    const words = Array.from({ length: 30 }, (_, index) => `reason${index}`);
    const lines = formatTable([report('/albums/4', words.join(' '))], terminal);
    for (const word of words) expect(lines.join(' ')).toContain(word);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(50);
  });
});
