/** Checks whether a program is a module of CommonJS. */
export function isCommonJs(program: string): boolean {
  return /^const .* = require\(/m.test(program);
}

/**
 * Returns the program of a server with what later blocks add to it, listening on a free port. It exports `server`, and `close` if
 * there is something to close.
 */
export function serverProgram(program: string, additions: readonly string[], close?: string): string {
  const listening = /^(?:const server = )?(\w+)\.listen\(3000(?:, [^)]*)?\);?$/m;
  if (!listening.test(program))
    throw new Error('The program of a server has a line such as app.listen(3000)');
  const added = additions.map((addition) => `${addition}\n`).join('');
  const exported = isCommonJs(program) ? 'const server = exports.server' : 'export const server';
  const started = program.replace(
    listening,
    (_line, app: string) => `${added}${exported} = ${app}.listen(0, '127.0.0.1');`,
  );
  return close === undefined ? started : `${started}\nexport const close = async () => { ${close} };`;
}
