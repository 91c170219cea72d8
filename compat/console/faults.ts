import type { BrowserContext } from 'playwright-core';

/** Chromium prints it for every status of 400 or more and for every lost connection, which many tests are about. */
const FAILED_RESPONSE = 'Failed to load resource:';

const REPORT_VIOLATIONS = `
  addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
    console.error('CSP violation:', effectiveDirective, blockedURI, sample);
  });
`;

/**
 * Collects what goes wrong in the pages of a browser context. Returns a function that returns what it has collected, and forgets it.
 */
export async function watchFaults(context: BrowserContext, origin: string): Promise<() => string[]> {
  const faults: string[] = [];
  await context.addInitScript({ content: REPORT_VIOLATIONS });
  context.on('console', (message) => {
    const isFault = message.type() === 'error' || message.type() === 'warning';
    if (isFault && !message.text().startsWith(FAILED_RESPONSE))
      faults.push(`${message.type()}: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`exception: ${error.error().stack}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.origin !== origin)
      faults.push(`request to another host: ${url.href}`);
  });
  return () => faults.splice(0);
}
