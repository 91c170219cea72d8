import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import * as main from '@multistatus/document';
import * as xmlReader from '@multistatus/document/xml-reader';
import * as xmlWriter from '@multistatus/document/xml-writer';

const README = readFileSync(new URL('../../../packages/document/README.md', import.meta.url), 'utf8');
const BLOCK = /^```(\w+)\n(.*?)^```$/gms;

/** Runs a script of the README, its imports given as names, and gives back what it prints. */
async function run(script: string): Promise<string> {
  const lines: string[] = [];
  const log = (...values: unknown[]): number => lines.push(`${values.join(' ')}\n`);
  await runInNewContext(`(async () => {\n${script}})()`, {
    ...main,
    ...xmlReader,
    ...xmlWriter,
    console: { log },
  });
  return lines.join('');
}

test('every script in the README prints what stands below it, and shows every function', async () => {
  const blocks = [...README.matchAll(BLOCK)].map(([, language = '', code = '']) => ({ language, code }));
  const isScript = ({ language }: { language: string }): boolean => language === 'js';
  const imports = blocks.flatMap(({ code }) => [...code.matchAll(/^import \{([^}]*)\} from '(.*)';$/gm)]);
  const shown = imports.map(
    ([, names = '', from = '']) =>
      [
        from,
        names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== ''),
      ] as const,
  );
  // The document that the scripts share, and the only script that prints nothing.
  const definition = blocks.find(({ code }) => code.startsWith('const document = '))!.code;

  for (const [entry, exported] of Object.entries({
    '': main,
    '/xml-reader': xmlReader,
    '/xml-writer': xmlWriter,
  })) {
    const names = shown
      .filter(([from]) => from === `@multistatus/document${entry}`)
      .flatMap(([, names]) => names);
    expect([...new Set(names)].sort()).toEqual(Object.keys(exported).sort());
  }
  const scripts = blocks.flatMap((block, at) => (isScript(block) && block.code !== definition ? [at] : []));
  expect(scripts.length).toBeGreaterThan(8);
  for (const at of scripts) {
    const script = blocks[at]!.code.replace(/^import \{[^}]*\} from .*\n/gm, '');
    expect(await run(script.includes('document') ? definition + script : script)).toBe(blocks[at + 1]!.code);
  }
});
