import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatJson } from '#console-page/compose/format-json.js';

describe('formatJson', () => {
  test('puts an operation on a line of its own while it is short', () => {
    const requests = [
      { id: 'a', method: 'GET', url: '/a' },
      { method: 'POST', url: '/b', body: { text: 'x'.repeat(60) }, dependsOn: [] },
    ];
    expect(formatJson(JSON.stringify({ requests }))).toBe(
      [
        '{',
        '  "requests": [',
        '    { "id": "a", "method": "GET", "url": "/a" },',
        '    {',
        '      "method": "POST",',
        '      "url": "/b",',
        `      "body": { "text": "${'x'.repeat(60)}" },`,
        '      "dependsOn": []',
        '    }',
        '  ]',
        '}',
      ].join('\n'),
    );
  });

  test('keeps the characters of every number and string', () => {
    const text = '[12345678901234567890, 1.0, 1e400, -0, 0.1E+2, "\\u00e4\\/\\"", "a:{b},[c]"]';
    expect(formatJson(text, 1)).toBe(text);
    expect(formatJson('12345678901234567890')).toBe('12345678901234567890');
    expect(formatJson('""')).toBe('""');
  });

  test('a name that is empty, and members of the same name', () => {
    expect(formatJson('{"":{"":1},"a":2,"a":3}', 1)).toBe('{ "": { "": 1 }, "a": 2, "a": 3 }');
  });

  test('changes white space only, in any JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 0, max: 4 }), (json, space) => {
        const value: unknown = JSON.parse(json);
        const formatted = formatJson(JSON.stringify(value, undefined, space));
        expect(formatJson(formatted)).toBe(formatted);
        expect(JSON.stringify(JSON.parse(formatted))).toBe(JSON.stringify(value));
      }),
    );
  });

  test('a string of 20 MB', () => {
    const text = `["${'\\\\'.repeat(5_000_000)}${'x'.repeat(10_000_000)}"]`;
    expect(formatJson(text, 1).length).toBe(text.length + 4);
  });

  test('a text that is nested very deeply takes no time', () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    expect(formatJson(deep).replace(/\s/g, '')).toBe(deep);
  });
});
