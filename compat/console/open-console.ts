import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, jest } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { ARGUMENTS, EXECUTABLE } from '../browser/chromium.js';
import type { AppSettings } from './app-settings.js';
import { watchFaults } from './faults.js';
import { Gate } from './gate.js';
import type { Host } from './host.js';

/** Something between the browser and the app. */
export interface ProxyServer {
  readonly port: number;
  close(): Promise<void>;
}

/** How a console is opened. */
export interface OpenSettings extends AppSettings {
  /** Starts what is between the browser and the app. */
  readonly proxy?: (port: number) => Promise<ProxyServer>;
  /** The path that the browser opens. @defaultValue the path of the console, and a slash */
  readonly openPath?: string;
  /** Size, colour scheme and the like. @defaultValue 1280 by 800, light */
  readonly browser?: BrowserContextOptions;
  /** What a page runs before its own scripts. */
  readonly initScript?: string;
}

/** The console of an app, open in Chromium. */
export interface OpenConsole {
  readonly page: Page;
  readonly origin: string;
  /** What operations of `GET /slow/...` wait for. */
  readonly gate: Gate;
  /** What the server has received, such as `POST /batch`. */
  readonly requests: readonly string[];
  /** Returns the faults so far, and forgets them: the test expected them. */
  readonly takeFaults: () => string[];
  /** Breaks every connection and stops the server, as a crash does. */
  readonly stopServer: () => Promise<void>;
}

/**
 * Shares one Chromium among the tests of a file. The function that it returns opens a console in it; after each test, what it opened
 * is closed, and the test fails for each fault: a violation of the CSP, an error of the page, a request to another host.
 */
export function useConsole(): (host: Host, settings?: OpenSettings) => Promise<OpenConsole> {
  // A browser is started, on machines that have other work.
  jest.setTimeout(120_000);
  let browser: Browser;
  const closers: (() => Promise<void>)[] = [];
  const opened: OpenConsole[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
  });
  afterEach(async () => {
    const faults = opened.splice(0).flatMap((one) => one.takeFaults());
    for (const close of closers.splice(0).reverse()) await close();
    expect(faults).toEqual([]);
  });
  afterAll(() => browser.close());

  return async (host, settings = {}) => {
    const { path = '/batch/console', openPath = `${path}/`, proxy, initScript } = settings;
    const gate = new Gate();
    const app = host({ ...settings, gate });
    const requests: string[] = [];
    const server = createServer((req, res) => {
      requests.push(`${req.method} ${req.url}`);
      app.listener(req, res);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const stopServer = async (): Promise<void> => {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await app.stop?.();
    };
    closers.push(stopServer);
    const own = (server.address() as AddressInfo).port;
    const between = await proxy?.(own);
    if (between !== undefined) closers.push(() => between.close());
    const origin = `http://127.0.0.1:${between?.port ?? own}`;

    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      ...settings.browser,
    });
    closers.push(() => context.close());
    const takeFaults = await watchFaults(context, origin);
    if (initScript !== undefined) await context.addInitScript({ content: initScript });
    const page = await context.newPage();
    const one = { page, origin, gate, requests, takeFaults, stopServer };
    opened.push(one);
    await page.goto(origin + openPath);
    return one;
  };
}
