// Whether the current build takes more processor time than that of another revision.
//
//   node bench/compare.mjs <revision> [part of a name]
//
// With a part of a name, only the work whose name contains it is measured.
// The other one is checked out, installed and built in a temporary folder, which is removed at the end. The work comes
// from the current tree for both. Exits with 1 if for some work even the lower quartile of the ratios is above 1.10: at
// least three of four pairs of processes say so, and chance hardly makes them.
import { Checkout, CURRENT } from './guard/checkout.mjs';
import { compareBuilds, LIMIT } from './guard/compare-builds.mjs';
import { WORKLOADS } from './guard/workloads.mjs';
import { toFigure } from './report/figures.mjs';
import { toProgress } from './report/progress.mjs';
import { toTable } from './report/table.mjs';

const [revision, wanted = ''] = process.argv.slice(2);
if (revision === undefined) throw new Error('Say which revision to compare with, such as HEAD~1');

const checkout = new Checkout();
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 })) {
  process.on(signal, () => {
    checkout.remove();
    process.exit(code);
  });
}

try {
  const progress = toProgress(`against ${revision}`);
  progress.tell('checking out, installing and building');
  await checkout.create(revision);
  const rows = [];
  const works = WORKLOADS.filter(({ name }) => name.includes(wanted));
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
  console.log(`\nslower: the lower quartile is above ${LIMIT}`);
} finally {
  checkout.remove();
}
