import { readFileSync, writeFileSync } from 'node:fs';
import { SUITES } from '../suites/suites.mjs';
import { toBarChart } from './bar-chart.mjs';
import { PICTURES } from './pictures.mjs';
import { toTargetTable } from './target-table.mjs';

const README = new URL('../README.md', import.meta.url);
const FOLDER = new URL('../pictures/', import.meta.url);

/**
 * Writes what a whole run has measured into `bench/README.md` and `bench/pictures/`.
 *
 * @param {import('./results-file.mjs').Run} run
 */
export async function writePage(run) {
  const { page, pictures } = await toPage(run, readFileSync(README, 'utf8'));
  writeFileSync(README, page);
  for (const [file, picture] of Object.entries(pictures)) writeFileSync(new URL(file, FOLDER), picture);
}

/**
 * The page with all that a whole run has measured, and its pictures. The same run gives the same bytes.
 *
 * @param {import('./results-file.mjs').Run} run
 * @param {string} page as it is
 * @returns {Promise<{ page: string, pictures: Record<string, string> }>} pictures by the name of their file
 */
export async function toPage(run, page) {
  const note = toNote(run);
  const charts = Object.entries(PICTURES).map(([name, { suite, toChart }]) => ({
    file: `${name}.svg`,
    chart: toChart(run.results.get(suite)),
  }));
  const tables = [];
  for (const name of SUITES) {
    const { title, toText } = await import(`../suites/${name}.mjs`);
    tables.push(`<details>\n<summary>${title}</summary>\n\n${toText(run.results.get(name))}\n\n</details>`);
  }
  const sections = {
    pictures: charts.map(({ file, chart }) => `![${chart.title}](pictures/${file})`).join('\n\n'),
    targets: toTargetTable(run.results),
    run: `${note}. ${run.machine.versions.join(', ')}.`,
    tables: tables.join('\n\n'),
  };
  return {
    page: replaceSections(page, sections),
    pictures: Object.fromEntries(charts.map(({ file, chart }) => [file, toBarChart({ ...chart, note })])),
  };
}

/** When, on what and how a run was measured. @param {import('./results-file.mjs').Run} run */
export function toNote({ machine: { date, cpu, cores, node }, isQuick, seconds }) {
  const how = isQuick ? `a quick run of ${seconds} s: the figures are rough` : `a run of ${seconds} s`;
  return `${date}, ${cpu}, ${cores} cores, Node ${node}, ${how}`;
}

/**
 * Puts texts between the marks `<!-- name:begin -->` and `<!-- name:end -->` of a page.
 *
 * @param {string} page
 * @param {Record<string, string>} sections by name
 * @throws {Error} if there are no such marks
 */
export function replaceSections(page, sections) {
  let text = page;
  for (const [name, content] of Object.entries(sections)) {
    const [begin, end] = ['begin', 'end'].map((place) => `<!-- ${name}:${place} -->`);
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from === -1 || to < from) throw new Error(`The page has no ${begin} followed by ${end}`);
    text = `${text.slice(0, from + begin.length)}\n\n${content}\n\n${text.slice(to)}`;
  }
  return text;
}
