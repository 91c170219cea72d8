// Writes the addresses in project.json into each packages/*/package.json and into SECURITY.md.
//
//   node scripts/release/write-project.mjs           writes what differs
//   node scripts/release/write-project.mjs --check   prints the files that differ, and exits with 1 if there are any
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, readPackages, readProject } from './project.mjs';

const ADDRESSES = ['homepage', 'bugs', 'repository'];
const CONTACT = /(<!-- securityContact -->\n)[\s\S]*(\n<!-- \/securityContact -->)/;

const isCheck = process.argv[2] === '--check';
// The folder of another workspace, for tests.
const root = process.argv[isCheck ? 3 : 2] ?? ROOT;
const project = readProject(root);

const changed = readPackages(root)
  .map(({ directory, manifest }) => [
    join(directory, 'package.json'),
    `${JSON.stringify(withAddresses(manifest, directory), undefined, 2)}\n`,
  ])
  .concat([['SECURITY.md', securityPage()]])
  .filter(([file, text]) => readFileSync(join(root, file), 'utf8') !== text);

for (const [file, text] of changed) {
  process.stdout.write(`${file}\n`);
  if (!isCheck) writeFileSync(join(root, file), text);
}
if (isCheck && changed.length > 0) process.exitCode = 1;

/** Returns the manifest of a package with what is known of these fields, where npm puts them: after the keywords. */
function withAddresses(manifest, directory) {
  const { repository, homepage, bugs } = project;
  const known = {};
  if (repository !== '') known.homepage = `${repository}/tree/HEAD/${directory}#readme`;
  else if (homepage !== '') known.homepage = homepage;
  if (bugs !== '') known.bugs = { url: bugs };
  if (repository !== '') known.repository = { type: 'git', url: `git+${repository}.git`, directory };
  const fields = Object.entries(manifest).filter(([name]) => !ADDRESSES.includes(name));
  const place = fields.findIndex(([name]) => name === 'keywords') + 1;
  return Object.fromEntries([...fields.slice(0, place), ...Object.entries(known), ...fields.slice(place)]);
}

function securityPage() {
  const page = readFileSync(join(root, 'SECURITY.md'), 'utf8');
  if (!CONTACT.test(page)) throw new Error('SECURITY.md has no place for securityContact');
  return page.replace(CONTACT, (_all, before, after) => `${before}\n${contact()}\n${after}`);
}

function contact() {
  const { securityContact } = project;
  if (securityContact !== '') return `Report it to <${securityContact}>. Do not open a public issue.`;
  return [
    'There is no address for reports yet. A maintainer sets `securityContact` in `project.json` to an email address or to the URL of a',
    'form, and runs `node scripts/release/write-project.mjs`, which writes it here.',
  ].join('\n');
}
