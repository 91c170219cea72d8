import { resolve } from 'node:path';

const FRAMEWORKS = ['express', 'koa'];

/** Returns what the command line asks for: how many lines, which frameworks, and of which build. */
export function readWords() {
  const words = process.argv.slice(2);
  const frameworks = FRAMEWORKS.filter((name) => words.includes(name));
  const root = words.find((word) => word.startsWith('--root='))?.slice('--root='.length);
  return {
    words,
    lines: Number(words.find((word) => /^\d+$/.test(word)) ?? 1_000_000),
    frameworks: frameworks.length === 0 ? FRAMEWORKS : frameworks,
    isJson: words.includes('--json'),
    root: root === undefined ? undefined : resolve(root),
  };
}
