import { packPackages } from '../pack-packages.mjs';
import { checkExports } from './check-exports.mjs';
import { checkSizes } from './check-sizes.mjs';

/**
 * Packs every package into a folder, and checks the tarballs: their sizes, and that what they export is there and has types.
 *
 * @param {string} folder
 * @param {(line: string) => void} say is called with what has been checked
 * @throws {Error} if one is too large, or lacks something
 */
export function checkPacked(folder, say) {
  const tarballs = packPackages(folder);
  const { table, tooLarge } = checkSizes(tarballs);
  say(table);
  if (tooLarge.length > 0)
    throw new Error(`larger than its limit in size-limits.mjs: ${tooLarge.join(', ')}`);
  checkExports(tarballs);
  say('exports: publint and attw find nothing');
  return tarballs;
}
