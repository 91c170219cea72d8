// The page under the content security policies and mounts that apps and proxies have: no violation, and no request to another host.
import { describe, test } from '@jest/globals';
import { KOA, NEWEST_HOSTS, OLDER_HOSTS } from './hosts.js';
import { nginxWith } from './nginx-proxy.js';
import { type OpenSettings, useConsole } from './open-console.js';
import { BATCH } from './story.js';
import { useEverything } from './use-everything.js';

const openConsole = useConsole();

const TRUSTED_TYPES = "default-src 'self'; require-trusted-types-for 'script'";

const SETTINGS: readonly (readonly [name: string, settings: OpenSettings])[] = [
  ['helmet before the page', { helmet: 'before' }],
  ['helmet after the page', { helmet: 'after' }],
  [
    "default-src 'self' added by nginx",
    { proxy: nginxWith({ contentSecurityPolicy: "default-src 'self'" }) },
  ],
  ['Trusted Types, by nginx', { proxy: nginxWith({ contentSecurityPolicy: TRUSTED_TYPES }) }],
  ['under a prefix', { path: '/v1/tools/console' }],
  [
    'behind an nginx that removes a prefix',
    { proxy: nginxWith({ prefix: '/api' }), openPath: '/api/batch/console/' },
  ],
  ['compression()', { compression: true }],
  ['mounted before batch()', { isConsoleFirst: true }],
];

describe.each([...NEWEST_HOSTS, ...OLDER_HOSTS])('%s', (_name, host) => {
  test('works', async () => {
    await useEverything(await openConsole(host, { console: { batch: BATCH } }));
  });
});

describe.each(NEWEST_HOSTS)('%s', (_name, host) => {
  test.each(SETTINGS)('%s', async (_setting, settings) => {
    await useEverything(await openConsole(host, { console: { batch: BATCH }, ...settings }));
  });
});

test('Koa 3 with koa-mount', async () => {
  const settings = { koaMount: true, path: '/v1/tools/console', console: { batch: BATCH } };
  await useEverything(await openConsole(KOA, settings));
});
