// Checks the packages as they would be published: node scripts/release/check-packages.mjs
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPacked } from './check/check-packed.mjs';

const folder = mkdtempSync(join(tmpdir(), 'multistatus-check-'));
try {
  checkPacked(folder, (line) => process.stdout.write(`${line}\n`));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
