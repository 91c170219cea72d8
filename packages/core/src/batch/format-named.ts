import type { Format } from '../formats/format.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

/**
 * Returns the format that an accepted batch names.
 *
 * @throws {TypeError} if the endpoint has none with this name.
 */
export function formatNamed(name: string, { formats }: Pick<ResolvedOptions, 'formats'>): Format {
  const format = formats.named(name);
  if (format !== undefined) return format;
  const known = formats.formats.map((each) => each.name).join(', ');
  throw new TypeError(`batch.formats has no format ${name}, which the batch needs; it has ${known}`);
}
