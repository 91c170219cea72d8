import { cpuOf, ratioOf, spreadOf, timeOf } from '../measure/statistics.mjs';
import { toFigure, toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';
import { measureHttp } from './measure-http.mjs';
import { own } from './own-contenders.mjs';

export const title = 'By bytes of an answer: single requests and XML, against batches of 100 in JSON';

const BYTES = [200, 2_000, 20_000];

/** @param {import('./suites.mjs').Setting} setting @returns {Promise<import('./suites.mjs').SuiteResult>} */
export async function run({ pace, tell }) {
  const contenders = ['Express 5', 'Koa 3'].flatMap((framework) =>
    BYTES.flatMap((photoBytes) =>
      ['JSON', 'XML', 'single'].map((way) =>
        own(framework, way, { suffix: `, ${photoBytes} bytes`, options: { photoBytes } }),
      ),
    ),
  );
  const samples = await measureHttp(contenders, pace({ rounds: 3, warmUp: 0.6, window: 0.15 }), tell);
  const rows = contenders
    .filter(({ exchange }) => exchange === 'json')
    .map(({ name }) => {
      const json = samples.get(name);
      const [single, xml] = ['single', 'XML'].map((way) => samples.get(name.replace('JSON', way)));
      return [
        name.replace(', JSON', ''),
        toFigure(spreadOf(json.map(cpuOf)).median),
        ...[single, xml].flatMap((other) => [
          toRatio(ratioOf(other, json, timeOf)),
          toRatio(ratioOf(other, json, cpuOf)),
        ]),
      ];
    });
  const head = ['', 'CPU µs, JSON', 'time, single', 'CPU, single', 'time, XML', 'CPU, XML'];
  return { samples, text: toTable(head, rows) };
}
