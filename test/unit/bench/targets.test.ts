import { describe, expect, test } from '@jest/globals';
import { loadBench, type Sample, toSample } from './load-bench.js';

interface Target {
  readonly text: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly suite: string;
  readonly quantities: readonly ((sample: Sample) => number)[];
  readonly measure: (
    samples: Map<string, readonly Sample[]>,
    quantity: (sample: Sample) => number,
  ) => { readonly median: number };
  readonly floor: (results: unknown) => number | undefined;
}
type Results = Map<string, Map<string, readonly Sample[]>>;

const { TARGETS } = await loadBench<{ TARGETS: readonly Target[] }>('targets');
const { toTargetTable } = await loadBench<{
  toTargetTable: (results: Results, targets?: readonly Target[]) => string | undefined;
}>('report/target-table');
const { cpuOf, ratioOf, timeOf } = await loadBench<
  Record<'cpuOf' | 'timeOf', (sample: Sample) => number> & {
    ratioOf: (
      samples: readonly Sample[],
      base: readonly Sample[],
      quantity: (sample: Sample) => number,
    ) => { readonly median: number };
  }
>('measure/statistics');

/** What is at most twice as much as something else, by the clock and by the processor. */
const TWICE: Target = {
  text: 'tram',
  atMost: 2,
  suite: 'lisbon',
  quantities: [timeOf, cpuOf],
  measure: (samples, quantity) => ratioOf(samples.get('tram') ?? [], samples.get('walk') ?? [], quantity),
  floor: () => 1.25,
};

/** The cells of the only row. */
function judge(tram: Sample, target: Target = TWICE): string[] {
  const results: Results = new Map([
    [
      'lisbon',
      new Map([
        ['tram', [tram, tram, tram]],
        ['walk', [toSample(9), toSample(10), toSample(11)]],
      ]),
    ],
  ]);
  const [, , row = ''] = toTargetTable(results, [target])?.split('\n') ?? [];
  return row.split('|').map((cell) => cell.trim());
}

describe('a target', () => {
  test('is met if both medians are within the bound', () => {
    const ratio = '2.00 (1.82-2.22)';
    expect(judge(toSample(20))).toEqual(['', 'tram', '≤ 2.00', ratio, ratio, 'met', '', '']);
  });

  test('that only one of them meets is not met, and the floor is told', () => {
    expect(judge(toSample(21, 20)).slice(5, 7)).toEqual(['**by CPU only**', '1.25']);
    expect(judge(toSample(20, 21)).slice(5, 7)).toEqual(['**by the clock only**', '1.25']);
    expect(judge(toSample(21)).slice(5, 7)).toEqual(['**not met**', '1.25']);
  });

  test('has a bound above or below, or none and no verdict', () => {
    const { atMost: _, ...unbound } = TWICE;
    expect(judge(toSample(20), { ...unbound, atLeast: 2 })[5]).toBe('met');
    expect(judge(toSample(19), { ...unbound, atLeast: 2 })[5]).toBe('**not met**');
    expect(judge(toSample(19), unbound).slice(2, 6)).toEqual([
      '',
      '1.90 (1.73-2.11)',
      '1.90 (1.73-2.11)',
      '',
    ]);
  });

  test('is left out if its suite has not run', () => {
    expect(toTargetTable(new Map(), [TWICE])).toBeUndefined();
  });
});

test('every target can be computed from what its suite measures', async () => {
  const { readRun } = await loadBench<{ readRun: () => { readonly results: Results } }>(
    'report/results-file',
  );
  const { results } = readRun();
  for (const { text, suite, quantities, measure, floor } of TARGETS) {
    for (const quantity of quantities) {
      const { median } = measure(results.get(suite) ?? new Map(), quantity);
      expect({ text, isMeasured: median > 0 && median < Number.POSITIVE_INFINITY }).toEqual({
        text,
        isMeasured: true,
      });
    }
    expect(floor(results)).not.toBeNaN();
  }
});
