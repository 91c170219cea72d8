// Marks every dist/cjs as CommonJS, because the packages have "type": "module". The package cli has no dist/cjs.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';

for (const name of readdirSync('packages')) {
  if (!existsSync(`packages/${name}/dist/cjs`)) continue;
  writeFileSync(`packages/${name}/dist/cjs/package.json`, '{ "type": "commonjs" }\n');
}
