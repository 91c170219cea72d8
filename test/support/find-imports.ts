/** The statements that load a file together with the one that contains them. */
export const STATIC: readonly RegExp[] = [
  /^(?:import|export)\b[^'";]*?\bfrom\s*'([^']+)'/gm,
  /^import\s*'([^']+)'/gm,
];
/** The calls that ask for a module of Node if the platform has it. */
export const ASKS: readonly RegExp[] = [/\bgetBuiltinModule(?:\?\.)?\(\s*['"`]([^'"`]+)['"`]/g];
const STATEMENTS: readonly RegExp[] = [...STATIC, /\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/g];

/** Returns what a file imports, in whatever form, or in the form of these statements. */
export function specifiersIn(code: string, statements: readonly RegExp[] = STATEMENTS): string[] {
  const withoutComments = code.replace(/\/\*.*?\*\//gs, '').replace(/^\s*\/\/.*$/gm, '');
  return statements.flatMap((statement) =>
    [...withoutComments.matchAll(statement)].map(([, specifier = '']) => specifier),
  );
}

/** Returns `@scope/name` or `name` of a specifier, and the subpath in the form of `exports`. */
export function parseBare(specifier: string): { name: string; subpath: string } {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return {
    name: parts.slice(0, length).join('/'),
    subpath: ['.', ...parts.slice(length)].join('/'),
  };
}
