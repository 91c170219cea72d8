// The page under the content security policies that apps and proxies have: no violation, and no request to another host.
import { describe, expect, test } from '@jest/globals';
import { ALL_HOSTS } from './hosts.js';
import { useConsole } from './open-console.js';

const openConsole = useConsole();

describe.each(ALL_HOSTS)('%s', (_name, host) => {
  test('opens', async () => {
    const { page, requests } = await openConsole(host);
    await page.getByRole('heading', { name: 'multistatus console' }).waitFor();
    expect(requests).toContain('GET /batch/console/');
  });
});
