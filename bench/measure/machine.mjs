import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus } from 'node:os';

/** What the figures were measured on and with, in words; nothing that names the machine. */
export function describeMachine() {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const packages = Object.entries(manifest.dependencies)
    .filter(([, range]) => !range.startsWith('link:'))
    .map(([name]) => name);
  return {
    cpu: cpus()[0].model.trim(),
    cores: availableParallelism(),
    node: process.version,
    date: new Date().toISOString().slice(0, 10),
    versions: packages.map(versionOf),
  };
}

/** By the manifest in the package's folder: not every package exports it. */
function versionOf(name) {
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths(name)) {
    try {
      const manifest = JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8'));
      return `${manifest.name} ${manifest.version}`;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`${name} is not installed`);
}
