// Whether the current build takes more processor time than that of another revision.
//
//   node bench/compare.mjs <revision> [part of a name] [--all]
//
// A handful of workloads is measured: all of them with `--all`, and those whose name contains a part if one is told.
// The other build is checked out, installed and built in a temporary folder, which is removed at the end. The work comes
// from the current tree for both. Exits with 1 if for some work even the lower quartile of the ratios is above the limit.
import { parseArgs } from 'node:util';
import { Checkout, CURRENT } from './guard/checkout.mjs';
import { compareBuilds, LIMIT } from './guard/compare-builds.mjs';
import { WORKLOADS } from './guard/workloads.mjs';
import { toFigure } from './report/figures.mjs';
import { toProgress } from './report/progress.mjs';
import { toTable } from './report/table.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean', default: false } },
});
const [revision, wanted] = positionals;
if (revision === undefined) throw new Error('Say which revision to compare with, such as HEAD~1');

const checkout = new Checkout();
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.on(signal, () => {
    checkout.remove();
    process.exit(code);
  });
}

const started = performance.now();
try {
  const progress = toProgress(`against ${revision}`);
  progress.tell('checking out, installing and building');
  await checkout.create(revision);
  const rows = [];
  const works = WORKLOADS.filter(({ name, isUsual }) =>
    wanted === undefined ? values.all || isUsual : name.includes(wanted),
  );
  for (const [index, work] of works.entries()) {
    progress.tell(`${index + 1} of ${works.length}: ${work.name}`);
    const result = await compareBuilds(work, { current: CURRENT, other: checkout.root });
    if (result.isSlower) process.exitCode = 1;
    rows.push([
      work.name,
      toFigure(result.microseconds),
      result.median.toFixed(3),
      `${result.lower.toFixed(3)}-${result.upper.toFixed(3)}`,
      result.isSlower ? 'slower' : '',
    ]);
  }
  progress.end();
  console.log(toTable(['', `CPU µs, ${revision}`, 'current ÷ that', 'quartiles', ''], rows));
  const seconds = Math.round((performance.now() - started) / 1_000);
  console.log(`\nslower: the lower quartile is above ${LIMIT}. ${seconds} s in all`);
} finally {
  checkout.remove();
}
