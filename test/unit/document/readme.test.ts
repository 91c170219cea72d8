import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import * as main from '@multistatus/document';
import * as xmlWriter from '@multistatus/document/xml-writer';

const README = readFileSync(new URL('../../../packages/document/README.md', import.meta.url), 'utf8');
const BLOCK = /^```(\w+)\n(.*?)^```$/gms;

/** Runs a script of the README, its imports given as names, and gives back what it prints. */
function run(script: string): string {
  const lines: string[] = [];
  const log = (line: unknown): number => lines.push(`${String(line)}\n`);
  runInNewContext(script, { ...main, ...xmlWriter, console: { log } });
  return lines.join('');
}

test('every script in the README prints what stands below it, and shows every function', () => {
  const blocks = [...README.matchAll(BLOCK)].map(([, language = '', code = '']) => ({ language, code }));
  const isScript = ({ language }: { language: string }): boolean => language === 'js';
  const imports = blocks.flatMap(({ code }) => [...code.matchAll(/^import \{ (.*) \} from '(.*)';$/gm)]);
  const shown = imports.map(([, names = '', from = '']) => [from, names.split(', ')] as const);
  const definition = blocks.find(isScript)!.code;

  expect(
    shown
      .filter(([from]) => from === '@multistatus/document')
      .flatMap(([, names]) => names)
      .sort(),
  ).toEqual(Object.keys(main).sort());
  expect(
    shown
      .filter(([from]) => from !== '@multistatus/document')
      .flatMap(([, names]) => names)
      .sort(),
  ).toEqual(Object.keys(xmlWriter).sort());
  const scripts = blocks.flatMap((block, at) => (isScript(block) && block.code !== definition ? [at] : []));
  expect(scripts.length).toBe(4);
  for (const at of scripts) {
    const script = blocks[at]!.code.replace(/^import .*\n/gm, '');
    expect(run(definition + script)).toBe(blocks[at + 1]!.code);
  }
});
