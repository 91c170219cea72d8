// Measures ours against others, prints tables, and writes them into bench/README.md.
//
//   node bench/run.mjs [--only <suite>] [--quick]
//
// `--only` runs one of the suites in `suites/` (it can be given several times), `--quick` two short rounds of each: the
// figures are rough then. Only a whole run is written into the README.
import { parseArgs } from 'node:util';
import { describeMachine } from './measure/machine.mjs';
import { toProgress } from './report/progress.mjs';
import { writeResults } from './report/readme.mjs';
import { toTargetTable } from './report/target-table.mjs';
import { SUITES } from './suites/suites.mjs';

const { values } = parseArgs({
  options: { only: { type: 'string', multiple: true }, quick: { type: 'boolean', default: false } },
});
const { only = SUITES, quick } = values;
const unknown = only.find((name) => !SUITES.includes(name));
if (unknown !== undefined) throw new Error(`There is no suite '${unknown}', only ${SUITES.join(', ')}`);

const pace = ({ rounds, warmUp, window }) =>
  quick
    ? { rounds: 2, warmUpSeconds: warmUp, windowSeconds: window / 2 }
    : { rounds, warmUpSeconds: warmUp, windowSeconds: window };

const started = performance.now();
const results = new Map();
const parts = [];
const print = (part) => {
  parts.push(part);
  console.log(`${part}\n`);
};

const { cpu, cores, node, date, versions } = describeMachine();
print(`${date}: ${cpu}, ${cores} cores; Node ${node}; ${versions.join(', ')}.`);

for (const name of SUITES.filter((each) => only.includes(each))) {
  const { title, run } = await import(`./suites/${name}.mjs`);
  const progress = toProgress(name);
  const { samples, text } = await run({ pace, quick, tell: (message) => progress.tell(message) });
  progress.end();
  results.set(name, samples);
  print(`### ${title}\n\n${text}`);
}
const targets = toTargetTable(results);
if (targets !== undefined) print(`### Targets\n\n${targets}`);

if (values.only === undefined && !quick) writeResults(parts.join('\n\n'));
console.log(`${Math.round((performance.now() - started) / 1_000)} s in all`);
