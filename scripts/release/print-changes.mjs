// Prints what CHANGELOG.md says of a version: node scripts/release/print-changes.mjs 0.1.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './project.mjs';
import { changesOf } from './publish/changelog.mjs';

process.stdout.write(changesOf(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), process.argv[2]));
