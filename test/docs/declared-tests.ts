import type { PageFolder } from './page-folder.js';
import type { Block } from './read-page.js';

/** What a file of a page declares with `node:test`. */
export interface DeclaredTests {
  /** By name. They run when they are called. */
  readonly tests: Map<string, () => void | Promise<void>>;
  /** What is to be called after them. */
  readonly after: (() => void | Promise<void>)[];
}

/** Runs a file of a page that declares tests with `node:test`, after it has written the other files of the page. */
export async function declaredTests(
  folder: PageFolder,
  { blocks, file }: { readonly blocks: readonly Block[]; readonly file: string },
): Promise<DeclaredTests> {
  const declared: DeclaredTests = { tests: new Map(), after: [] };
  const files = new Map(blocks.map(({ info, code }) => [info.split(' ')[1] ?? '', code]));
  for (const [name, code] of files) if (name.includes('.')) folder.write(name, code);
  const program = files
    .get(file)
    ?.replace(/^import (.*) from 'node:test';$/m, 'const $1 = globalThis.nodeTest;');
  if (!program?.includes('globalThis.nodeTest')) throw new Error(`No block ${file} imports node:test`);
  const nodeTest = {
    test: (name: string, run: () => void | Promise<void>) => void declared.tests.set(name, run),
    after: (run: () => void | Promise<void>) => void declared.after.push(run),
  };
  Object.assign(globalThis, { nodeTest });
  await folder.run(program, () => undefined);
  Object.assign(globalThis, { nodeTest: undefined });
  return declared;
}
