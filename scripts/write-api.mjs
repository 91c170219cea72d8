// Writes what the packages export, from their compiled declarations: a report for each entry (packages/*/api/*.api.md), in which a
// review sees each change of the public surface, and a page for each package (docs/reference/api/*.md) for readers.
//
//   node scripts/write-api.mjs           writes what has changed, and removes files of entries that no longer exist
//   node scripts/write-api.mjs --check   prints which files are not up to date, and exits with 1 if there are any
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractEntries } from './api/extract-entries.mjs';
import { findCommentFaults } from './api/find-comment-faults.mjs';
import { formatFiles } from './api/format-files.mjs';
import { listPackages } from './api/list-entries.mjs';
import { renderIndex, renderPackage } from './api/render/render-package.mjs';
import { SymbolIndex } from './api/symbol-index.mjs';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PAGES = join(ROOT, 'docs/reference/api');
const isCheck = process.argv.includes('--check');

const work = mkdtempSync(join(tmpdir(), 'multistatus-api-'));
try {
  const { packages, faults } = extractEntries(listPackages(), work);
  const symbols = new SymbolIndex(packages);
  report("Doc comments need a change, then 'pnpm api':", [
    ...faults,
    ...findCommentFaults(packages, symbols),
  ]);
  const stale = update(formatFiles(filesOf(packages, symbols), join(work, 'formatted')));
  if (isCheck) report("Run 'pnpm api': these files do not say what the sources say:", stale);
} finally {
  rmSync(work, { recursive: true });
}

/** Returns the files that there must be, and their text, by path. */
function filesOf(packages, symbols) {
  const files = new Map([[join(PAGES, 'README.md'), renderIndex(packages)]]);
  for (const each of packages) {
    files.set(join(PAGES, `${each.shortName}.md`), renderPackage(each, symbols));
    for (const { name, report: text } of each.entries)
      files.set(join(each.folder, 'api', `${name}.api.md`), text);
  }
  return files;
}

/** Returns the files that are not up to date. Unless this is a check, brings them up to date. */
function update(files) {
  const folders = new Set([...files.keys()].map((file) => dirname(file)));
  const existing = [...folders].flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [],
  );
  const unknown = existing.filter((file) => !files.has(file));
  const changed = [...files.keys()].filter(
    (file) => !existsSync(file) || readFileSync(file, 'utf8') !== files.get(file),
  );
  if (!isCheck) {
    for (const file of unknown) rmSync(file);
    for (const file of changed) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, files.get(file));
    }
  }
  return [...changed, ...unknown].map((file) => relative(ROOT, file)).sort();
}

/** Prints `lines` under a title, and lets the process exit with 1, if there are any. */
function report(title, lines) {
  if (lines.length === 0) return;
  process.stderr.write(`${title}\n${lines.map((line) => line.replace(ROOT, '')).join('\n')}\n`);
  process.exitCode = 1;
}
