// docs/reference/limits-and-security.md lists the headers that identify the client, and every limit, as the code has them.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { LIMIT_NAMES, resolveLimits } from '#core/options/resolve-limits.js';
import { HEADER_TABLE } from '#wire/header-rules.js';

const PAGE = readFileSync(new URL('../../docs/reference/limits-and-security.md', import.meta.url), 'utf8');

test('the headers that identify the client are those of the policy, in its order', () => {
  const [, section = ''] = /^## Who the client is\n(.*?)^## /ms.exec(PAGE) ?? [];
  const [always = '', allowable = ''] = section
    .slice(section.indexOf('\n- '))
    .split('- Proxies, and some clients too');
  const [, names = ''] = allowable.split('name them: ');
  const listed = (text: string): string[] => [...text.matchAll(/`([a-z*-]+)`/g)].map(([, name = '']) => name);
  const known = (isFixed: true | undefined): string[] =>
    HEADER_TABLE.filter(([rule]) => rule.isIdentity === true && rule.isFixed === isFixed).flatMap(
      ([, text]) => text.split(' ').map((name) => name.replace(/-$/, '-*')),
    );
  expect(listed(always)).toEqual(known(true));
  expect(listed(names)).toEqual(known(undefined));
  expect(listed(always).length).toBeGreaterThan(50);
});

/** Returns a limit as the page writes it, such as `8 192 characters`, as a number. */
function toNumber(text: string): number {
  const [, digits = '', unit = ''] = /^([\d ]*\d) ?([A-Za-z]*)/.exec(text) ?? [];
  const factors: Readonly<Record<string, number>> = { KiB: 1_024, MiB: 1_048_576, s: 1_000 };
  return Number(digits.replaceAll(' ', '')) * (factors[unit] ?? 1);
}

test('every limit of batch() is in a table, with its default', () => {
  const rows = [...PAGE.matchAll(/^\| \[`(\w+)`\]\(options\.md#batchlimits\w+\) +\| (.*?) +\|/gm)];
  const stated = Object.fromEntries(rows.map(([, name = '', value = '']) => [name, value]));
  expect(Object.keys(stated).toSorted()).toEqual(LIMIT_NAMES.toSorted());
  const { concurrency, maxUnsafeOperations, ...limits } = stated;
  expect([concurrency, maxUnsafeOperations]).toEqual(["[`'auto'`](concurrency.md)", '`maxOperations`']);
  const { concurrency: _most, maxUnsafeOperations: _all, ...expected } = resolveLimits();
  const numbers = Object.entries(limits).map(([name, text]) => [name, toNumber(text)]);
  expect(Object.fromEntries(numbers)).toEqual(expected);
});
