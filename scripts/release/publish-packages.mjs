// Publishes those packages whose version the registry does not have: node scripts/release/publish-packages.mjs
//
// What is published are the tarballs of pack-packages.mjs. In a workflow of GitHub, npm needs no token: the registry trusts the
// workflow, and npm adds the provenance. Elsewhere it needs a login. If it stops halfway, run it again.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packPackages } from './pack-packages.mjs';
import { ROOT, readPackages, readProject } from './project.mjs';
import { assertTrustedPublishing, isPublished, publishTarball } from './publish/npm-registry.mjs';
import { sortByDependencies } from './publish/sort-by-dependencies.mjs';

const { GITHUB_ACTIONS, GITHUB_OUTPUT } = process.env;

if (GITHUB_ACTIONS === 'true') {
  // It is compared with where the workflow runs.
  if (readProject(ROOT).repository === '') throw new Error('project.json lacks repository');
  assertTrustedPublishing();
}

const folder = mkdtempSync(join(tmpdir(), 'multistatus-publish-'));
try {
  const files = new Map(packPackages(folder).map(({ name, file }) => [name, file]));
  const published = sortByDependencies(readPackages(ROOT)).filter(({ manifest: { name, version } }) => {
    if (isPublished(name, version)) return false;
    publishTarball(files.get(name));
    return true;
  });
  // All packages have the same version.
  const [first] = published;
  if (first !== undefined && GITHUB_OUTPUT !== undefined) {
    appendFileSync(GITHUB_OUTPUT, `version=${first.manifest.version}\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
