// Marks every dist/cjs as CommonJS: the packages themselves say "type": "module". The command has none.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';

for (const name of readdirSync('packages')) {
  if (!existsSync(`packages/${name}/dist/cjs`)) continue;
  writeFileSync(`packages/${name}/dist/cjs/package.json`, '{ "type": "commonjs" }\n');
}
