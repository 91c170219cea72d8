import { cpuOf, ratioOf, spreadOf, timeOf } from '../measure/statistics.mjs';
import { toFigure, toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';
import { measureHttp } from './measure-http.mjs';
import { own } from './own-contenders.mjs';

export const title = 'By bytes of an answer: single requests and XML, against batches of 100 in JSON';

/** Bytes of an answer. */
export const BYTES = [200, 2_000, 20_000];
const FRAMEWORKS = ['Express 5', 'Koa 3'];

/** The name that samples of one size have. */
export const bytesName = (framework, way, bytes) => `${framework}, ${way}, ${bytes} bytes`;

/** @param {import('./suites.mjs').Setting} setting */
export async function measure({ pace, tell }) {
  const contenders = FRAMEWORKS.flatMap((framework) =>
    BYTES.flatMap((photoBytes) =>
      ['JSON', 'XML', 'single'].map((way) =>
        own(framework, way, { suffix: `, ${photoBytes} bytes`, options: { photoBytes } }),
      ),
    ),
  );
  return measureHttp(contenders, pace({ rounds: 4, warmUp: 0.6, window: 0.2 }), tell);
}

/** @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples */
export function toText(samples) {
  const rows = FRAMEWORKS.flatMap((framework) =>
    BYTES.map((bytes) => {
      const [json, single, xml] = ['JSON', 'single', 'XML'].map((way) =>
        samples.get(bytesName(framework, way, bytes)),
      );
      return [
        `${framework}, ${bytes} bytes`,
        toFigure(spreadOf(json.map(cpuOf)).median),
        ...[single, xml].flatMap((other) => [
          toRatio(ratioOf(other, json, timeOf)),
          toRatio(ratioOf(other, json, cpuOf)),
        ]),
      ];
    }),
  );
  return toTable(['', 'CPU µs, JSON', 'time, single', 'CPU, single', 'time, XML', 'CPU, XML'], rows);
}
