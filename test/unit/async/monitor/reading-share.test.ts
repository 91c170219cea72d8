import { expect, test } from '@jest/globals';
import { ReadingShare } from '#async/monitor/reading-share.js';

test('one reads at a time, in turn, and a failure is only that of its reader', async () => {
  const reading = new ReadingShare();
  const steps: string[] = [];
  const read = (name: string) => async (): Promise<string> => {
    steps.push(`${name} begins`);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    steps.push(`${name} ends`);
    if (name === 'b') throw new Error(name);
    return name;
  };
  const results = await Promise.allSettled(['a', 'b', 'c'].map((name) => reading.run(read(name))));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});
