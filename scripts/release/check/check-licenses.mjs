import { runPnpm } from '../run-command.mjs';

/** Licenses that let the code be used in an app of any license, if their text is kept. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Python-2.0',
]);

/**
 * Checks the licenses of all that is installed with the packages: their dependencies, peers, and those of these.
 *
 * @returns {{ counts: [license: string, packages: number][], refused: string[] }} `refused` are those with another license
 */
export function checkLicenses() {
  const words = ['--filter', './packages/*', 'licenses', 'list', '--prod', '--json'];
  return reportLicenses(JSON.parse(runPnpm(words)));
}

/** As {@link checkLicenses}, of what `pnpm licenses list --json` prints. */
export function reportLicenses(packagesByLicense) {
  const entries = Object.entries(packagesByLicense).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    counts: entries.map(([license, packages]) => [license, packages.length]),
    refused: entries
      .filter(([license]) => !isAllowed(license))
      .flatMap(([license, packages]) => packages.map(({ name }) => `${name} (${license})`)),
  };
}

/** Checks whether an SPDX expression allows one of the allowed licenses: `(MIT OR GPL-3.0)` does, `MIT AND GPL-3.0` does not. */
function isAllowed(expression) {
  const choices = expression.replace(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((license) => ALLOWED.has(license.trim())));
}
