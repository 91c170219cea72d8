// docs/reference/options.md has a heading for each option, and no other; the defaults are those of the code. Its examples are run
// and compiled with those of all pages.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { BatchOptions, BulkOptions } from '@multistatus/core';
import { answerReport, type ReportOptions } from '@multistatus/core/adapter';
import { resolveBulkSettings } from '#core/bulk/resolve-bulk-options.js';
import { HEADER_OPTION_NAMES } from '#core/options/resolve-headers.js';
import { isAdaptive, resolveLimits } from '#core/options/resolve-limits.js';
import { resolveOptions } from '#core/options/resolve-options.js';

const PAGE = readFileSync(new URL('../../docs/reference/options.md', import.meta.url), 'utf8');

/** The sections of options, by the full name of each, such as `batch.limits.maxOperations`. */
const SECTIONS: ReadonlyMap<string, string> = new Map(
  PAGE.split(/^### /m)
    .slice(1)
    .map((section) => [/^`([^`]+)`\n/.exec(section)?.[1] ?? '', section]),
);

/** Returns the names of the options with this owner that have a heading, without those of its groups. */
function headingsOf(owner: string): string[] {
  const names = [...SECTIONS.keys()].filter((name) => name.startsWith(`${owner}.`));
  return names.map((name) => name.slice(owner.length + 1)).filter((name) => !name.includes('.'));
}

/** Returns the names of all options, as the message about an unknown one lists them, without the groups of options. */
async function knownOptions(take: (options: object) => unknown): Promise<string[]> {
  try {
    await take({ zebra: 1 });
  } catch (error) {
    const [, names = ''] = /the options are (.*)$/.exec(String(error)) ?? [];
    return names.split(', ').filter((name) => name !== 'limits' && name !== 'headers');
  }
  return [];
}

/** Returns the default that the page states for an option, as JavaScript value. */
function statedDefault(name: string): unknown {
  const [, code = ''] = /^- Default: `([^`]+)`$/m.exec(SECTIONS.get(name) ?? '') ?? [];
  if (/^'.*'$/.test(code)) return code.slice(1, -1);
  return JSON.parse(code.replaceAll('_', ''));
}

function statedDefaults(owner: string, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, statedDefault(`${owner}.${name}`)]));
}

test('every heading of the third level is the full name of an option', () => {
  expect([...SECTIONS.keys()].filter((name) => !/^(?:batch|bulk|sendMultistatus)\.\w/.test(name))).toEqual(
    [],
  );
});

test.each([...SECTIONS])('%s: the page says its type and its default, and shows it', (name, section) => {
  expect(section).toMatch(/^- Type: \S/m);
  expect(section).toMatch(/^- Default: \S/m);
  const [, example = ''] = /```ts example\n(.*?)```/s.exec(section) ?? [];
  expect(example).toMatch(new RegExp(`\\b${name.split('.').at(-1)}\\b`));
  expect(PAGE).toContain(`(#${name.replaceAll('.', '').toLowerCase()})`);
});

describe('the options of batch()', () => {
  const { headers, ...defaults } = resolveOptions({}, []);

  test('each has a heading, and no other has', async () => {
    const known = await knownOptions((options) =>
      resolveOptions(options as BatchOptions, ['target', 'path', 'prepare']),
    );
    expect(known.length).toBeGreaterThan(10);
    expect(headingsOf('batch').toSorted()).toEqual(known.toSorted());
    expect(headingsOf('batch.headers')).toEqual(HEADER_OPTION_NAMES);
  });

  test('those with a default that is a value have that of the code', () => {
    const names = Object.entries(defaults).filter(([, value]) => /string|boolean/.test(typeof value));
    expect(names.length).toBeGreaterThan(4);
    expect(
      statedDefaults(
        'batch',
        names.map(([name]) => name),
      ),
    ).toEqual(Object.fromEntries(names));
    expect(statedDefault('batch.headers.case')).toBe(headers.case);
    const sets = ['inherit', 'allow'] as const;
    expect(statedDefaults('batch.headers', sets)).toEqual({
      inherit: [...headers.inherit],
      allow: [...headers.allow],
    });
    expect(statedDefault('batch.headers.deny')).toEqual([...headers.deny.names]);
  });

  test('each limit has a heading, in the order of the code, with its default', () => {
    expect(isAdaptive()).toBe(true);
    const names = Object.keys(resolveLimits());
    expect(headingsOf('batch.limits')).toEqual(names);
    const stated = statedDefaults(
      'batch.limits',
      names.filter((name) => name !== 'maxUnsafeOperations'),
    );
    const { maxUnsafeOperations, ...limits } = resolveLimits({ maxOperations: 7 });
    expect(stated).toEqual({ ...limits, concurrency: 'auto', maxOperations: resolveLimits().maxOperations });
    expect(SECTIONS.get('batch.limits.maxUnsafeOperations')).toContain(
      '- Default: the value of `maxOperations`',
    );
    expect(maxUnsafeOperations).toBe(7);
  });
});

describe('the options of bulk()', () => {
  const needed = { item: {}, handle: () => undefined };
  const resolve = (options: object): ReturnType<typeof resolveBulkSettings> =>
    resolveBulkSettings({ ...needed, ...options } as BulkOptions<unknown, object>);

  test('each has a heading, and no other has', async () => {
    expect(headingsOf('bulk').toSorted()).toEqual((await knownOptions(resolve)).toSorted());
  });

  test('those with a default that is a value have that of the code', () => {
    const { isAtomic, validatesAll, reportsPropstats, shared } = resolve({});
    expect(statedDefaults('bulk', ['atomic', 'validateAll', 'propstats', 'status', 'timings'])).toEqual({
      atomic: isAtomic,
      validateAll: validatesAll,
      propstats: reportsPropstats,
      status: shared.status,
      timings: shared.timings,
    });
  });

  test('each limit has a heading, in the order of the code, with its default', () => {
    const { limits } = resolve({});
    expect(headingsOf('bulk.limits')).toEqual(Object.keys(limits));
    expect(statedDefaults('bulk.limits', Object.keys(limits))).toEqual({ ...limits, concurrency: 'auto' });
  });
});

describe('the options of sendMultistatus()', () => {
  const send = (options: ReportOptions): ReturnType<typeof answerReport> =>
    answerReport(
      { responses: [] },
      { message: {}, method: 'GET', url: '/', headers: {}, responseHeaders: {} },
      options,
    );

  test('each has a heading, and no other has', async () => {
    const known = await knownOptions(send);
    expect(headingsOf('sendMultistatus').toSorted()).toEqual(known.toSorted());
  });

  test('the default of sendTimeoutMs is that of the code', async () => {
    expect(statedDefault('sendMultistatus.sendTimeoutMs')).toBe((await send({})).sendTimeoutMs);
  });
});
