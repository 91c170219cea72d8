import { expect, test } from '@jest/globals';
import { loadBench } from '../load-bench.js';

interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}
interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly note: string;
  readonly groups: readonly {
    readonly label?: string;
    readonly bars: readonly { readonly label: string; readonly spread: Spread; readonly isOurs?: boolean }[];
  }[];
}

const { toBarChart } = await loadBench<{ toBarChart: (chart: Chart) => string }>('report/bar-chart');

const exact = (value: number): Spread => ({ median: value, min: value, max: value });

const CHART: Chart = {
  title: 'Trams & trains',
  unit: 'µs; shorter is better',
  note: '2026-05-17, two cores',
  groups: [
    {
      label: 'Graça',
      bars: [
        { label: 'tram', spread: { median: 40, min: 30, max: 50 }, isOurs: true },
        { label: 'train <express>', spread: exact(100) },
      ],
    },
  ],
};

/** Returns the values of one attribute, of all elements of a class. */
function valuesOf(svg: string, kind: string, attribute: string): number[] {
  const elements = svg.match(new RegExp(`<\\w+ class="${kind}"[^>]*>`, 'g')) ?? [];
  return elements.map((element) => Number(new RegExp(` ${attribute}="([^"]*)"`).exec(element)?.[1]));
}

test('bars are as long as their medians, and lines reach from the least value to the greatest', () => {
  const svg = toBarChart(CHART);
  const [ours] = valuesOf(svg, 'ours', 'width');
  const [other] = valuesOf(svg, 'other', 'width');
  expect(Number(ours) / Number(other)).toBeCloseTo(0.4, 2);
  const [left] = valuesOf(svg, 'ours', 'x');
  const [from] = valuesOf(svg, 'spread', 'x1');
  const [to] = valuesOf(svg, 'spread', 'x2');
  expect((Number(from) - Number(left)) / Number(other)).toBeCloseTo(0.3, 2);
  expect((Number(to) - Number(left)) / Number(other)).toBeCloseTo(0.5, 2);
});

test('title, unit, note, labels and figures are text, with markup escaped', () => {
  const svg = toBarChart(CHART);
  const texts = Array.from(svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text]) => text);
  expect(texts).toEqual([
    'Trams &amp; trains',
    'µs; shorter is better',
    'Graça',
    'tram',
    '40.0',
    'train &lt;express&gt;',
    '100',
    '2026-05-17, two cores',
  ]);
});

test('it is a drawing that nothing leaves, for light and dark pages', () => {
  const svg = toBarChart(CHART);
  const [, height] = /viewBox="0 0 760 (\d+)"/.exec(svg) ?? [];
  for (const y of valuesOf(svg, '(?:ours|other|label|figure|note)', 'y'))
    expect(y).toBeLessThan(Number(height));
  for (const x of valuesOf(svg, 'figure', 'x')) expect(x).toBeLessThanOrEqual(700);
  expect(svg).toContain('@media (prefers-color-scheme: dark)');
});

test('a title that is too long for one line continues on the next', () => {
  const title =
    'From the church of Graça one sees the river, the bridge and the castle, and in the evening all trams';
  const svg = toBarChart({ ...CHART, title });
  const lines = Array.from(svg.matchAll(/<text class="title"[^>]*>([^<]*)/g), ([, line]) => line);
  expect(lines).toHaveLength(2);
  expect(lines.join(' ')).toBe(title);
});
