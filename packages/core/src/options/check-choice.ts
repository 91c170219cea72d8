import { describeValue } from './describe-value.js';

/**
 * Checks an option whose value is one of a few strings, or absent. `option` is its full name, as in `batch.execution`;
 * `alternative` ends the message where something else is allowed too, as in `' or a function'`.
 *
 * @throws {TypeError} for any other value.
 */
export function checkChoice(
  option: string,
  value: unknown,
  { choices, alternative = '' }: { readonly choices: readonly string[]; readonly alternative?: string },
): void {
  if (value === undefined || (choices as readonly unknown[]).includes(value)) return;
  const wanted = choices.map((choice) => `'${choice}'`).join(' or ');
  throw new TypeError(`${option} must be ${wanted}${alternative}, got ${describeValue(value)}`);
}
