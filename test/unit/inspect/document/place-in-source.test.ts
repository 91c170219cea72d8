import { expect, test } from '@jest/globals';
import { inspectExchange } from '@multistatus/inspect';

const UNREADABLE = { href: '/', status: 'no' };

test('a finding names the place in the text, whatever could not be read before it', async () => {
  const hrefs = ['a b', undefined, undefined, 'c d', '/e', undefined, 'f g'];
  for (const first of [[], [UNREADABLE]]) {
    const responses = [
      ...first,
      ...hrefs.map((href) => (href === undefined ? UNREADABLE : { href, status: 204 })),
    ];
    const { findings } = await inspectExchange({ body: JSON.stringify({ responses }), findings: [] });
    const places = findings.filter(({ rule }) => rule === 'X17').map(({ where }) => where);
    expect(places).toEqual([0, 3, 6].map((index) => `/responses/${index + first.length}/href`));
  }
});
