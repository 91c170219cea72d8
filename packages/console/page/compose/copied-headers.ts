/** A header as it is written into a program. */
export interface CopiedHeader {
  readonly name: string;
  /** The text before the secret, such as `Bearer `; the whole value if it is copied as it is. */
  readonly text: string;
  /** The environment variable that has the secret; `undefined` if the value is copied as it is. */
  readonly variable: string | undefined;
}

/** Returns the access headers for a program: with their values, or with an environment variable in place of each. */
export function copiedHeaders(
  access: readonly (readonly [name: string, value: string])[],
  withValues: boolean,
): readonly CopiedHeader[] {
  return access.map(([name, value]) => {
    if (withValues) return { name, text: value, variable: undefined };
    const isAuthorization = name.toLowerCase() === 'authorization';
    const scheme = isAuthorization ? (/^[A-Za-z]+ (?=\S)/.exec(value)?.[0] ?? '') : '';
    const variable = isAuthorization ? 'TOKEN' : name.toUpperCase().replace(/^(?=\d)|[^A-Z0-9]/g, '_');
    return { name, text: scheme, variable };
  });
}
