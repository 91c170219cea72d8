import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { loadBench, type Sample, toSample } from '../load-bench.js';

type Results = Map<string, Map<string, readonly Sample[]>>;
interface Run {
  readonly machine: object;
  readonly isQuick: boolean;
  readonly seconds: number;
  readonly results: Results;
}

const { fromJson, readRun, toJson } = await loadBench<{
  toJson: (run: Run) => string;
  fromJson: (json: string) => Run;
  readRun: () => Run;
}>('report/results-file');
const { replaceSections, toPage } = await loadBench<{
  replaceSections: (page: string, sections: Record<string, string>) => string;
  toPage: (run: Run, page: string) => Promise<{ page: string; pictures: Record<string, string> }>;
}>('report/page');
const { PICTURES } = await loadBench<{
  PICTURES: Record<string, { toChart: (samples: unknown) => { title: string } }>;
}>('report/pictures');

const readBench = (path: string) =>
  readFileSync(new URL(`../../../../bench/${path}`, import.meta.url), 'utf8');

test('the page and its pictures show what results.json has; `node bench/draw.mjs` writes them', async () => {
  const { page, pictures } = await toPage(readRun(), readBench('README.md'));
  expect(page).toBe(readBench('README.md'));
  expect(Object.keys(pictures)).toHaveLength(5);
  for (const [file, picture] of Object.entries(pictures)) expect(picture).toBe(readBench(`pictures/${file}`));
});

test('a run is the same after it was written and read, with six digits of each figure', () => {
  const run = {
    machine: { cpu: 'two cores' },
    isQuick: false,
    seconds: 300,
    results: new Map([['lisbon', new Map([['tram', [toSample(28), toSample(0.123_456_78)]]])]]),
  };
  const read = fromJson(toJson(run));
  expect(read).toEqual({ ...run, results: expect.any(Map) });
  const [first, second] = read.results.get('lisbon')?.get('tram') ?? [];
  expect(first).toEqual(toSample(28));
  expect(second?.cpuMicroseconds).toBe(0.123_457);
});

test('sections of a page are replaced, and a page without them is refused', () => {
  const page = 'Trams\n<!-- tables:begin -->\nold\n<!-- tables:end -->\nTrains';
  expect(replaceSections(page, { tables: 'new' })).toBe(
    'Trams\n<!-- tables:begin -->\n\nnew\n\n<!-- tables:end -->\nTrains',
  );
  expect(() => replaceSections('Trams', { tables: 'new' })).toThrow('The page has no <!-- tables:begin -->');
});

test('titles of pictures say what the samples say', () => {
  /** Samples in which all is the same, but for what has a part in its name. */
  const samplesWith = (part: string, microseconds: number) => ({
    get: (name: string) => [toSample(name.includes(part) ? microseconds : 1_000)],
  });
  const titleOf = (picture: string, samples: object) => PICTURES[picture]?.toChart(samples).title;
  expect(titleOf('against-others', samplesWith('single', 4_000))).toBe(
    'A batch of 100 on Express 5 has 4.00 times the operations a second of single requests, and 1.00 times those of a batch of ' +
      'oRPC; on Koa 3, 4.00 times and 1.00 times',
  );
  expect(titleOf('by-body-size', samplesWith('JSON, 20000 bytes', 1_500))).toBe(
    'On Express 5, an operation of a batch takes 0 % less processor time than a single request where an answer has 200 bytes, ' +
      'and 50 % more where it has 20 000',
  );
  expect(titleOf('by-wait', samplesWith('by default', 2_000))).toBe(
    'Where handlers wait 5 ms, a batch on Express 5 has by default 0.50 times the operations a second of single requests, and ' +
      '0.50 times those of a batch that runs all at once',
  );
  expect(titleOf('by-batch-size', samplesWith('10000', 2_000))).toBe(
    'Operations a second in batches of 10 000, against those in batches of 100: 0.50 times as many on Express 5, 0.50 times as ' +
      'many on Koa 3',
  );
  expect(titleOf('start', samplesWith('on top', 30_000))).toBe(
    'Importing @multistatus/express takes 30.0 ms on top of the 1.00 ms of Express itself',
  );
});
