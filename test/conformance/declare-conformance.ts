import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ConformanceCase, WireAnswer } from './case.js';
import { conformanceCases } from './cases/index.js';
import { createHostPool, type HostPool, type Place } from './host-pool.js';
import type { ConformanceHost } from './hosts/host.js';
import { memoryHost } from './hosts/memory.js';

const PLAIN: Place = { bodyParser: 'none', mount: '/' };
/** Every parser and every mount path, each once: neither depends on the other. */
const OTHER_PLACES: readonly Place[] = [
  { bodyParser: 'json', mount: '/' },
  { bodyParser: 'none', mount: '/api' },
  { bodyParser: 'raw', mount: '/api' },
];

/** The fields in which hosts may differ, because the host or Node itself writes them. In memory nothing is chunked. */
const MAY_DIFFER = new Set(['date', 'connection', 'keep-alive', 'x-powered-by', 'etag', 'transfer-encoding']);

/** What each model answered to each case: hosts that are tested in one process share it. */
const expectedAnswers = new Map<string, Promise<readonly WireAnswer[]>>();

/** Declares the tests that hold one host to every case, and to the bytes that its model answers. */
export function declareConformance(host: ConformanceHost): void {
  const model = host.model ?? memoryHost;
  let pool: HostPool;
  beforeAll(() => {
    pool = createHostPool();
  });
  afterAll(() => pool.close());

  describe(`conformance: ${host.name}`, () => {
    for (const each of conformanceCases) {
      const otherBytes = whyOtherBytes(host, model, each);
      const remark =
        otherBytes === undefined || otherBytes === '' ? '' : `, in bytes of its own: ${otherBytes}`;
      hold(host, { ...each, title: `${each.title}${remark}` }, async () => {
        const actual = await pool.run(host, PLAIN, each);
        if (otherBytes !== undefined) return;
        const key = `${model.name} ${each.id}`;
        const expected = expectedAnswers.get(key) ?? pool.run(model, PLAIN, each);
        expectedAnswers.set(key, expected);
        expect(actual.map(comparable)).toEqual((await expected).map(comparable));
      });
    }
    if (host.hasOwnFormat === true) return;

    describe.each(OTHER_PLACES)('body parser $bodyParser, mounted at $mount', (place) => {
      for (const each of conformanceCases) {
        if (each.everySetup !== true) continue;
        const parserSkip = place.bodyParser === 'json' ? host.skipBehindJsonParser : undefined;
        hold({ skip: { ...host.skip, ...parserSkip } }, each, () => pool.run(host, place, each));
      }
    });
  });
}

/** Returns why the bytes of a host are not compared with those of the model; `''` if it goes without saying. */
function whyOtherBytes(
  host: ConformanceHost,
  model: ConformanceHost,
  each: ConformanceCase,
): string | undefined {
  if (host === model || host.hasOwnFormat === true || each.comparable === false) return '';
  return model.skip?.[each.id] ?? host.otherBytes?.[each.id];
}

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
