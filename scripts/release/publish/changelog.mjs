const VERSION = /^## \d/m;

const HEADINGS = { major: 'Major changes', minor: 'Minor changes', patch: 'Patch changes' };

/**
 * Returns the changelog with a section for a new version before that of the last one.
 *
 * @param {string} changelog
 * @param {string} version
 * @param {{ summary: string, releases: { type: string }[] }[]} changesets
 */
export function addVersion(changelog, version, changesets) {
  const parts = Object.entries(HEADINGS).flatMap(([type, heading]) => {
    const items = changesets.filter((changeset) => typeOf(changeset) === type).map(toItem);
    return items.length === 0 ? [] : [`### ${heading}\n\n${items.join('\n')}\n`];
  });
  const at = changelog.search(VERSION);
  if (at === -1) throw new Error('CHANGELOG.md has no version');
  return `${changelog.slice(0, at)}## ${version}\n\n${parts.join('\n')}\n${changelog.slice(at)}`;
}

/**
 * Returns the section of a version, without its heading.
 *
 * @throws {Error} if there is none
 */
export function changesOf(changelog, version) {
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((text) => text.split('\n', 1)[0] === version);
  if (section === undefined) throw new Error(`CHANGELOG.md has no section ${version}`);
  return `${section.slice(version.length).trim()}\n`;
}

/** A changeset may concern several packages. Since all have one version, its largest change counts. */
function typeOf({ releases }) {
  return Object.keys(HEADINGS).find((type) => releases.some((release) => release.type === type));
}

function toItem({ summary }) {
  return `- ${summary.trim().replace(/\n(?!\n)/g, '\n  ')}`;
}
