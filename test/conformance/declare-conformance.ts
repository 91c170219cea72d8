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

/** The fields in which hosts may differ, because the host or Node itself writes them. */
const MAY_DIFFER = new Set(['date', 'connection', 'keep-alive', 'x-powered-by', 'etag']);

/**
 * Declares the tests that hold one host to every case, and to the bytes that `model` answers. Each host has a test file of
 * its own, so that several processes can share the work.
 */
export function declareConformance(host: ConformanceHost, model: ConformanceHost = memoryHost): void {
  let pool: HostPool;
  beforeAll(() => {
    pool = createHostPool();
  });
  afterAll(() => pool.close());

  const transcripts = new Map<ConformanceCase, Promise<readonly WireAnswer[]>>();
  const runPlain = (each: ConformanceCase): Promise<readonly WireAnswer[]> => {
    const transcript = transcripts.get(each) ?? pool.run(host, PLAIN, each);
    transcripts.set(each, transcript);
    return transcript;
  };

  describe(`conformance: ${host.name}`, () => {
    for (const each of conformanceCases) hold(host, each, () => runPlain(each));
    if (host.hasOwnFormat === true) return;

    describe.each(OTHER_PLACES)('body parser $bodyParser, mounted at $mount', (place) => {
      for (const each of conformanceCases) {
        if (each.everySetup !== true) continue;
        const parserSkip = place.bodyParser === 'json' ? host.skipBehindJsonParser : undefined;
        hold({ skip: { ...host.skip, ...parserSkip } }, each, () => pool.run(host, place, each));
      }
    });
  });

  if (host === memoryHost || host.hasOwnFormat === true) return;
  describe(`${host.name} answers byte for byte as ${model.name} does`, () => {
    for (const each of conformanceCases) {
      if (each.comparable === false) continue;
      hold({ skip: { ...model.skip, ...host.skip, ...host.otherBytes } }, each, async () => {
        const expected = await pool.run(model, PLAIN, each);
        const actual = await runPlain(each);
        expect(actual.map(comparable)).toEqual(expected.map(comparable));
      });
    }
  });
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
