import { DEFAULT_FORMATS } from '../formats/default-formats.js';
import type { Format } from '../formats/format.js';
import { FormatIndex } from '../formats/format-index.js';
import type { BatchOptions } from './batch-options.js';
import { checkChoice } from './check-choice.js';
import { checkFormat } from './check-format.js';
import { describeValue } from './describe-value.js';

const DEFAULT_INDEX = new FormatIndex(DEFAULT_FORMATS);

/**
 * Checks the options `formats` and `defaultFormat`, and returns the formats. `owner` is what messages call the options, such
 * as `batch`. `fallback` has the formats to use if the option `formats` is not set.
 *
 * @throws {TypeError} if `formats` is not a list of formats with distinct names and complete parts, if none of them can write answers, or
 *   if `defaultFormat` is not the name of one that can.
 */
export function resolveFormats(
  owner: string,
  { formats, defaultFormat }: Pick<BatchOptions, 'formats' | 'defaultFormat'>,
  fallback: FormatIndex = DEFAULT_INDEX,
): FormatIndex {
  const index = formats === undefined ? fallback : indexFormats(owner, formats);
  const choices = index.formats.filter(({ answer }) => answer !== undefined).map(({ name }) => name);
  checkChoice(`${owner}.defaultFormat`, defaultFormat, { choices });
  return index;
}

function indexFormats(owner: string, formats: unknown): FormatIndex {
  if (!Array.isArray(formats)) {
    throw new TypeError(
      `${owner}.formats must be an array such as [json(), xml()], got ${describeValue(formats)}`,
    );
  }
  const names = new Set<string>();
  for (const format of formats as unknown[]) {
    const name = (format as { readonly name?: unknown } | null | undefined)?.name;
    if (typeof format !== 'object' || typeof name !== 'string') {
      const got = typeof format === 'function' ? 'a function; call it' : describeValue(format);
      throw new TypeError(`${owner}.formats must contain formats such as json(), got ${got}`);
    }
    if (names.has(name)) throw new TypeError(`${owner}.formats contains two formats with the name ${name}`);
    names.add(name);
    checkFormat(`${owner}.formats`, format as Format);
  }
  const index = new FormatIndex([...(formats as Format[])]);
  if (index.answers.length === 0) {
    throw new TypeError(`${owner}.formats needs a format that can write answers, such as json()`);
  }
  return index;
}
