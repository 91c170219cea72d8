import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ConformanceCase, WireAnswer } from './case.js';
import { conformanceCases } from './cases/index.js';
import { createHostPool, type HostPool, type Place } from './host-pool.js';
import type { ConformanceHost } from './hosts/host.js';
import { conformanceHosts } from './hosts/index.js';

const PLAIN: Place = { bodyParser: 'none', mount: '/' };
const OTHER_PLACES: readonly Place[] = [
  { bodyParser: 'json', mount: '/' },
  { bodyParser: 'none', mount: '/api' },
  { bodyParser: 'raw', mount: '/' },
  { bodyParser: 'json', mount: '/api' },
  { bodyParser: 'raw', mount: '/api' },
];

/** The fields in which hosts may differ, because the host or Node itself writes them. */
const MAY_DIFFER = new Set(['date', 'connection', 'keep-alive', 'x-powered-by', 'etag']);

let pool: HostPool;
beforeAll(() => {
  pool = createHostPool();
});
afterAll(() => pool.close());

describe.each(conformanceHosts.map((host) => [host.name, host] as const))(
  'conformance: %s',
  (_name, host) => {
    for (const each of conformanceCases) hold(host, each, () => pool.run(host, PLAIN, each));

    describe.each(OTHER_PLACES)('body parser $bodyParser, mounted at $mount', (place) => {
      for (const each of conformanceCases) {
        if (each.everySetup !== true) continue;
        const parserSkip = place.bodyParser === 'json' ? host.skipBehindJsonParser : undefined;
        hold({ skip: { ...host.skip, ...parserSkip } }, each, () => pool.run(host, place, each));
      }
    });
  },
);

const [reference, ...others] = conformanceHosts;
describe.each(others.map((host) => [host.name, host] as const))(
  `%s answers byte for byte as ${reference?.name} does`,
  (_name, host) => {
    for (const each of conformanceCases) {
      if (each.comparable === false) continue;
      hold({ skip: { ...reference?.skip, ...host.skip } }, each, async () => {
        const expected = await pool.run(reference!, PLAIN, each);
        const actual = await pool.run(host, PLAIN, each);
        expect(actual.map(comparable)).toEqual(expected.map(comparable));
      });
    }
  },
);

describe('the cases themselves', () => {
  test('have an id of their own, of one form', () => {
    const ids = conformanceCases.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^C\d{3}$/);
  });

  test('rest on a section that exists: of a standard, or of the README', () => {
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
      else expect(section).toMatch(/^(RFC \d{4}|XML 1\.0) (§\d|appendix [A-Z])/);
    }
  });

  test('exist where a host skips them', () => {
    const ids = new Set(conformanceCases.map(({ id }) => id));
    for (const { skip, skipBehindJsonParser } of conformanceHosts) {
      for (const id of Object.keys({ ...skip, ...skipBehindJsonParser })) expect(ids).toContain(id);
    }
  });
});

/** Declares a case for a host, or prints why the host skips it. */
function hold(host: Pick<ConformanceHost, 'skip'>, each: ConformanceCase, run: () => Promise<unknown>): void {
  const name = `${each.id} ${each.level} ${each.title} (${each.section})`;
  const reason = host.skip?.[each.id];
  if (reason === undefined) test(name, async () => void (await run()));
  else test.skip(`${name}: ${reason}`, () => {});
}

function comparable(answer: WireAnswer): unknown {
  const headers = Object.entries(answer.headers).filter(([name]) => !MAY_DIFFER.has(name));
  return {
    ...answer,
    headers: Object.fromEntries(headers),
    bytes: Buffer.from(answer.bytes).toString('latin1'),
  };
}
