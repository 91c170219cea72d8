import { type Browser, chromium, type Page } from 'playwright-core';
import { ARGUMENTS, EXECUTABLE } from '../browser/chromium.js';
import type { Host } from '../odata/hosts.js';
import type { Person } from '../odata/people-rows.js';
import type { Exchange } from '../odata/record-exchange.js';
import { ModelServer } from './model-server.js';

/** What the scripts of the page offer. */
type Scripts = Readonly<Record<string, Promise<Readonly<Record<string, (...args: unknown[]) => unknown>>>>>;

/** The page with the models of OpenUI5, in Chromium, and the server that it uses. */
export class ModelPage {
  readonly #server: ModelServer;
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(server: ModelServer, browser: Browser, page: Page) {
    this.#server = server;
    this.#browser = browser;
    this.#page = page;
  }

  static async open(): Promise<ModelPage> {
    const server = await ModelServer.start();
    const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
    const page = await browser.newPage();
    await page.goto(server.origin);
    return new ModelPage(server, browser, page);
  }

  /** Creates the rows anew, and the services on this host. */
  reset(host: Host): Promise<void> {
    return this.#server.reset(host);
  }

  /** Runs a function of one of the scripts in the page. */
  run(script: 'v2' | 'v4', name: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.#page.evaluate(
      async ([from, method, values]) => {
        const functions = await (globalThis as unknown as Scripts)[from];
        return functions?.[method]?.(...values);
      },
      [script, name, args] as const,
    );
  }

  /** What the model has exchanged with its service since the last reset. */
  get exchanges(): readonly Exchange[] {
    return this.#server.exchanges;
  }

  people(): Promise<readonly Person[]> {
    return this.#server.people();
  }

  async names(): Promise<readonly string[]> {
    return (await this.people()).map(({ name }) => name);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}
