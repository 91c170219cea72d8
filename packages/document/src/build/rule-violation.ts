const MAX_ECHO = 100;

/**
 * Creates the error for input that breaks a rule of the 207 document. The message begins with the id of the rule;
 * `advice` says what is wrong, how to correct it, and names the section.
 */
export function ruleViolation(rule: `X${number}`, advice: string): RangeError {
  return new RangeError(`${rule}: ${advice}`);
}

/** Returns a value in the form used in error messages, cut to 100 characters. */
export function quoteValue(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > MAX_ECHO ? `${text.slice(0, MAX_ECHO)}...` : text;
}
