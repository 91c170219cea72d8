import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
const CONFIGURATION = new URL('../../biome.json', import.meta.url);

/** Returns files of Markdown, by path, formatted as those of the repository are. Writes to the folder `work`. */
export function formatFiles(files, work) {
  mkdirSync(work);
  // Biome formats only what is below its configuration.
  const { formatter, javascript } = JSON.parse(readFileSync(CONFIGURATION, 'utf8'));
  writeFileSync(join(work, 'biome.json'), JSON.stringify({ formatter, javascript }));
  const paths = [...files.keys()];
  const copyOf = (path) => join(work, `${paths.indexOf(path)}.md`);
  for (const [path, text] of files) writeFileSync(copyOf(path), text);
  const { status, stderr } = spawnSync(process.execPath, [BIOME, 'format', '--write', '.'], {
    cwd: work,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`Biome cannot format the API reference:\n${stderr}`);
  return new Map(paths.map((path) => [path, readFileSync(copyOf(path), 'utf8')]));
}
