import { test } from '@jest/globals';
import { EXPRESS } from './hosts.js';
import { useConsole } from './open-console.js';
import { BATCH } from './story.js';
import { useEverything } from './use-everything.js';

const openConsole = useConsole();
test('probe', async () => {
  const c = await openConsole(EXPRESS, { console: { batch: BATCH } });
  c.page.context().setDefaultTimeout(8000);
  try {
    await useEverything(c);
  } finally {
    await c.page.screenshot({ path: '/tmp/w/proofs-probe.png', timeout: 30000 });
    console.log(c.requests);
  }
});
