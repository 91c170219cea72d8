import { TEXT_KINDS } from '../apps/text.mjs';
import { cpuOf, ratioOf, spreadOf, timeOf } from '../measure/statistics.mjs';
import { toFigure, toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';
import { measureHttp } from './measure-http.mjs';
import { own } from './own-contenders.mjs';

export const title = 'Answers of 20 KB of text: batches of 100 in XML, against JSON';

/** What XML costs with a text does not depend on the framework. */
const FRAMEWORK = 'Express 5';
const EXCHANGES = { JSON: 'jsonTexts', XML: 'xmlTexts' };

/** The name that samples have. */
export const textName = (format, kind) => `${FRAMEWORK}, ${format}, ${kind} text`;

/** @param {import('./suites.mjs').Setting} setting */
export const measure = ({ pace, tell }) =>
  measureHttp(
    TEXT_KINDS.flatMap((textKind) =>
      Object.entries(EXCHANGES).map(([format, exchange]) =>
        own(FRAMEWORK, format, { exchange, suffix: `, ${textKind} text`, options: { textKind } }),
      ),
    ),
    pace({ rounds: 4, warmUp: 0.6, window: 0.2 }),
    tell,
  );

/** @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples */
export function toText(samples) {
  const rows = TEXT_KINDS.map((kind) => {
    const [json, xml] = ['JSON', 'XML'].map((format) => samples.get(textName(format, kind)));
    return [
      `${FRAMEWORK}, ${kind}`,
      ...[json, xml].map((measured) => toFigure(spreadOf(measured.map(cpuOf)).median)),
      ...[timeOf, cpuOf].map((quantity) => toRatio(ratioOf(xml, json, quantity))),
    ];
  });
  return toTable(['', 'CPU µs, JSON', 'CPU µs, XML', 'time, XML ÷ JSON', 'CPU, XML ÷ JSON'], rows);
}
