import { existsSync } from 'node:fs';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const found = PATHS.find((path) => existsSync(path));
if (found === undefined) throw new Error('Chromium is not installed (Debian package: chromium)');

/** The Chromium of the system. */
export const EXECUTABLE: string = found;

/** Its arguments: nothing but what a test asks for goes over the network. */
export const ARGUMENTS: string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
