import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Page, ROOT } from './read-page.js';

const COMPILER = fileURLToPath(new URL('node_modules/typescript/bin/tsc', ROOT));
const OPTIONS = {
  composite: false,
  incremental: false,
  noEmit: true,
  isolatedDeclarations: false,
  declaration: false,
  declarationMap: false,
  noUnusedLocals: false,
  // Most apps have `strict`, and none of the stricter options of this repository.
  exactOptionalPropertyTypes: false,
  noUncheckedIndexedAccess: false,
};

/** Returns the programs of a page by file name. What a page adds to a program follows it, and an example follows its setup. */
function programsOf({ path, blocks }: Page): Map<string, string> {
  const folder = path.replace(/\.md$/, '').toLowerCase();
  const files = new Map<string, string>();
  let server = '';
  let setup = '';
  for (const { info, code, line, notRun } of blocks) {
    const [language, kind = ''] = info.split(' ');
    if (language !== 'ts' || notRun !== undefined) continue;
    if (kind === 'continued') files.set(server, `${files.get(server)}\n${code}`);
    else if (kind === 'setup') setup = `${code}\n`;
    else if (kind === 'example') files.set(`${folder}/line-${line}.ts`, `${setup}${code}\nexport {};`);
    else if (kind.includes('.')) files.set(`${folder}/${kind}`, code);
    else files.set(`${folder}/line-${line}.ts`, `${code}\nexport {};`);
    if (kind === 'server') server = `${folder}/line-${line}.ts`;
  }
  return files;
}

/**
 * Compiles the programs in TypeScript of pages, in strict mode as most apps have it, and returns what the compiler says. `folder` is
 * made for them, and removed; it is inside a workspace, so that they find its packages.
 */
export function compilePrograms(
  pages: readonly Page[],
  folder: URL,
  options: Readonly<Record<string, unknown>> = {},
): { readonly status: number | null; readonly stdout: string } {
  const path = fileURLToPath(folder);
  const base = fileURLToPath(new URL('tsconfig.base.json', ROOT));
  const config = JSON.stringify({
    extends: base,
    compilerOptions: { ...OPTIONS, ...options },
    include: ['**/*.ts'],
  });
  const files = new Map(pages.flatMap((page) => [...programsOf(page)]));
  try {
    for (const [name, code] of [...files, ['tsconfig.json', config] as const]) {
      const file = join(path, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, code);
    }
    const { status, stdout } = spawnSync(process.execPath, [COMPILER, '-p', path], { encoding: 'utf8' });
    return { status, stdout };
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
