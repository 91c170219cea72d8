import { describeValue } from './describe-value.js';

/**
 * Checks an option that is one of a few texts, or absent; `option` names it in full, as in `batch.execution`.
 *
 * @throws {TypeError} otherwise; `orElse` ends the list of what it may be, as in ` or a function`.
 */
export function checkChoice(option: string, value: unknown, choices: readonly string[], orElse = ''): void {
  if (value === undefined || (choices as readonly unknown[]).includes(value)) return;
  const wanted = choices.map((choice) => `'${choice}'`).join(' or ');
  throw new TypeError(`${option} must be ${wanted}${orElse}, got ${describeValue(value)}`);
}
