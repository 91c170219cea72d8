// Measures ours against others, and prints tables. A whole run writes them, and pictures, into bench/README.md.
//
//   node bench/run.mjs [--only <suite>] [--quick] [--write]
//
// `--only` runs one of the suites in `suites/` (it can be given several times), `--quick` two short rounds of each: the
// figures are rough then. Neither changes the page, but `--quick --write` does: it says there how it was measured.
import { parseArgs } from 'node:util';
import { describeMachine } from './measure/machine.mjs';
import { toNote, writePage } from './report/page.mjs';
import { toProgress } from './report/progress.mjs';
import { readRun, writeRun } from './report/results-file.mjs';
import { toTargetTable } from './report/target-table.mjs';
import { SUITES } from './suites/suites.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const { only = SUITES, quick: isQuick } = values;
const unknown = only.find((name) => !SUITES.includes(name));
if (unknown !== undefined) throw new Error(`There is no suite '${unknown}', only ${SUITES.join(', ')}`);

const pace = ({ rounds, warmUp, window }) =>
  isQuick
    ? { rounds: 2, warmUpSeconds: warmUp, windowSeconds: window / 2 }
    : { rounds, warmUpSeconds: warmUp, windowSeconds: window };

const started = performance.now();
const machine = describeMachine();
const results = new Map();
for (const name of SUITES.filter((each) => only.includes(each))) {
  const { title, measure, toText } = await import(`./suites/${name}.mjs`);
  const progress = toProgress(name);
  const samples = await measure({ pace, quick: isQuick, tell: (message) => progress.tell(message) });
  progress.end();
  results.set(name, samples);
  console.log(`### ${title}\n\n${toText(samples)}\n`);
}
const targets = toTargetTable(results);
if (targets !== undefined) console.log(`### Targets\n\n${targets}\n`);

const run = { machine, isQuick, seconds: Math.round((performance.now() - started) / 1_000), results };
console.log(toNote(run));
if (results.size === SUITES.length && (!isQuick || values.write)) {
  writeRun(run);
  await writePage(readRun());
}
