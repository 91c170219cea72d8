import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const BLOCKS = [...read('../../docs/tracing.md').matchAll(/^```js (\S+)\n(.*?)^```$/gms)];

test.each(['opentelemetry', 'sentry', 'datadog'])(
  'the recipe for %s is part of the program that is tested',
  (name) => {
    const lines = read(`programs/${name}.mjs`)
      .split('\n')
      .map((line) => line.trim());
    const recipe = BLOCKS.find(([, info]) => info === name)?.[2] ?? '';
    const wanted = recipe.trim().split('\n');
    expect(wanted.length).toBeGreaterThan(3);
    for (const line of wanted) expect(lines).toContain(line.trim());
  },
);
