import { execFile } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { format, promisify } from 'node:util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { exchangeHttp, readMessage } from './exchange-http.js';
import { PageFolder } from './page-folder.js';
import { PrintedLines } from './printed-lines.js';
import { type Block, readPage } from './read-page.js';
import { serverProgram } from './server-program.js';

/** A drawing, or a message. */
const PICTURE = 'text';

const ORIGIN = 'http://localhost:3000';

/** What a page needs that it does not show. */
export interface PageSettings {
  /** Where its programs find their packages. @defaultValue the tests */
  readonly folder?: URL;
  /** Changes a program before it runs: for a database of the tests in place of the one that the page names. */
  readonly prepare?: (program: string, block: Block) => string;
  /** Statements that close what the programs of servers have opened, such as `await pool.end();`. They see its variables. */
  readonly close?: string;
  /** Replaces what differs each time, such as a random boundary, in the text that a page shows and in what is answered. */
  readonly normalize?: (text: string) => string;
  /** Takes blocks of further kinds, by their kind, such as `page` for what a browser shows. */
  readonly kinds?: Readonly<Record<string, TakeBlock>>;
  /** Files that its programs import and that it does not show, by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Called with the origin of each server that a program of the page has started: what the page says of it is true. */
  readonly afterStart?: (origin: string, block: Block) => Promise<void>;
}

/**
 * Takes a block of a kind that only one page has. `port` is that of the page's server, and `folder` the path of the folder with its
 * files. May return the port that requests go to from now on, until another server is booted: that of a proxy in front of it.
 */
export type TakeBlock = (
  block: Block,
  place: { readonly port: number; readonly folder: string },
) => Promise<number | undefined>;

/** What a page has done so far. */
class PageRun {
  readonly #settings: PageSettings;
  readonly #folder: PageFolder;
  readonly #additions: string[] = [];
  /** What the server has printed since it was started, or since a block showed it. */
  #log = new PrintedLines();
  #program = '';
  #setup = '';
  #proxyPort: number | undefined;
  #server: { readonly server: Server; readonly close?: () => Promise<void> } | undefined;
  /** What the last program, command or request has printed or answered. */
  #output: { readonly text: string; readonly status?: number; readonly head?: string[] } = { text: '' };
  #request: { readonly method: string; readonly path: string; readonly body: string } | undefined;

  constructor(settings: PageSettings) {
    this.#settings = settings;
    this.#folder = new PageFolder(settings.folder ?? new URL('./', import.meta.url));
    for (const [name, content] of Object.entries(settings.files ?? {})) this.#folder.write(name, content);
  }

  /** Runs what a block shows, or compares it with what has run. */
  async take(block: Block): Promise<void> {
    const [language = '', kind = '', ...rest] = block.info.split(' ');
    if (kind.includes('.')) return this.#folder.write(kind, block.code);
    const takeBlock = this.#settings.kinds?.[kind];
    if (takeBlock !== undefined) {
      this.#proxyPort = await takeBlock(block, { port: this.#serverPort, folder: this.#folder.path });
      return;
    }
    if (language === 'sh') return this.#runShell(block.code);
    if (kind === 'output') return this.#expectText(language, block.code);
    if (kind === 'log') return this.#expectLog(language, block.code);
    if (kind === 'answer') return this.#expectAnswer(language, block.code, rest);
    if (kind === 'statuses') return this.#expectStatuses(block.code);
    if (kind === 'request') return this.#takeRequest(language, block.code, rest);
    if (kind === 'server') return this.#boot(block, []);
    if (kind === 'continued') return this.#boot(block, [...this.#additions, this.#prepared(block)]);
    if (kind === 'client') return this.#runClient(block);
    if (kind === 'setup') return this.#takeSetup(block);
    if (kind === 'example') return this.#runExample(block);
    throw new Error(`Line ${block.line}: nothing runs a block '${block.info}'`);
  }

  async close(): Promise<void> {
    await this.#stop();
    this.#folder.remove();
  }

  #prepared(block: Block): string {
    return this.#settings.prepare?.(block.code, block) ?? block.code;
  }

  get #serverPort(): number {
    if (this.#server === undefined) throw new Error('No server of this page runs');
    return (this.#server.server.address() as AddressInfo).port;
  }

  /** Where requests go. */
  get #port(): number {
    return this.#proxyPort ?? this.#serverPort;
  }

  async #boot(block: Block, additions: readonly string[]): Promise<void> {
    await this.#stop();
    if (additions.length === 0) this.#program = this.#prepared(block);
    this.#additions.splice(0, Infinity, ...additions);
    const program = serverProgram(this.#program, additions, this.#settings.close);
    const log = new PrintedLines();
    this.#log = log;
    const exports = await this.#folder.run(program, (...values) => log.add(format(...values)));
    this.#server = exports as unknown as { server: Server };
    if (!this.#server.server.listening) await once(this.#server.server, 'listening');
    await this.#settings.afterStart?.(`http://127.0.0.1:${this.#port}`, block);
  }

  async #stop(): Promise<void> {
    const stopped = this.#server;
    this.#server = undefined;
    this.#proxyPort = undefined;
    if (stopped === undefined) return;
    stopped.server.close();
    if ('closeAllConnections' in stopped.server) (stopped.server.closeAllConnections as () => void)();
    await once(stopped.server, 'close');
    await stopped.close?.();
  }

  #local(text: string): string {
    return this.#server === undefined ? text : text.replaceAll(ORIGIN, `http://127.0.0.1:${this.#port}`);
  }

  async #runClient(block: Block): Promise<void> {
    const lines: string[] = [];
    await this.#folder.run(this.#local(this.#prepared(block)), (...values) => lines.push(format(...values)));
    this.#output = { text: this.#shown(lines.join('\n')) };
  }

  /** What the examples of a page begin with: `setup` replaces that of the blocks before. */
  #takeSetup(block: Block): void {
    this.#setup = this.#prepared(block);
  }

  async #runExample(block: Block): Promise<void> {
    const lines: string[] = [];
    const program = `${this.#setup}\n${this.#prepared(block)}`;
    await this.#folder.run(program, (...values) => lines.push(format(...values)));
    this.#output = { text: lines.join('\n') };
  }

  async #runShell(command: string): Promise<void> {
    const { stdout } = await promisify(execFile)('sh', ['-c', this.#local(command)], {
      cwd: this.#folder.path,
    });
    this.#output = { text: this.#shown(stdout.trimEnd()) };
  }

  /** Compares as many lines of the server as a page shows. Of lines in JSON, it may show the members that matter. */
  async #expectLog(language: string, code: string): Promise<void> {
    const shown = code.split('\n');
    const lines = (await this.#log.take(shown.length)).map((line) => this.#shown(line));
    if (language === 'jsonl') expect(lines.map(parse)).toMatchObject(shown.map(parse));
    else expect(lines).toEqual(shown);
  }

  /** A page names the port of its program. */
  #shown(text: string): string {
    return this.#server === undefined ? text : text.replaceAll(`127.0.0.1:${this.#port}`, 'localhost:3000');
  }

  async #takeRequest(
    language: string,
    code: string,
    [method = 'POST', path = '/batch']: string[],
  ): Promise<void> {
    if (language !== 'http') {
      this.#request = { method, path, body: code };
      return;
    }
    const { start, headers, body } = await exchangeHttp(this.#port, code);
    this.#request = undefined;
    const head = [start, ...headers.map(([name, value]) => `${name}: ${this.#shown(value)}`)];
    this.#output = { text: this.#shown(body), head };
  }

  async #expectAnswer(language: string, code: string, [status = '207']: string[]): Promise<void> {
    if (language === 'http') return this.#expectMessage(code);
    if (this.#request !== undefined) await this.#send(language);
    expect(this.#output.status ?? Number(status)).toBe(Number(status));
    this.#expectText(language, code);
  }

  async #send(language: string): Promise<void> {
    const { method, path, body } = this.#request ?? { method: 'POST', path: '/batch', body: '' };
    const accept = language === 'jsonl' ? 'application/jsonl' : `application/${language}`;
    const headers = { 'content-type': 'application/json', accept };
    const response = await fetch(`http://127.0.0.1:${this.#port}${path}`, { method, headers, body });
    this.#output = { text: this.#shown(await response.text()), status: response.status };
  }

  async #expectStatuses(code: string): Promise<void> {
    await this.#send('json');
    const { responses } = JSON.parse(this.#output.text) as { responses: { id: string; status: number }[] };
    const statuses = Object.fromEntries(responses.map(({ id, status }) => [id, status]));
    expect(statuses).toEqual(JSON.parse(code));
  }

  /** A page shows the headers that matter; `...` at the end of a value stands for what differs each time. */
  #expectMessage(code: string): void {
    const { start, headers, body } = readMessage(code);
    const received = this.#output.head ?? [];
    expect(received[0]).toBe(start);
    for (const [name, value] of headers) {
      const shown = `${name}: ${value}`;
      const isOpen = shown.endsWith('...');
      const found = received.find((line) => (isOpen ? line.startsWith(shown.slice(0, -3)) : line === shown));
      expect(found ?? received).toEqual(isOpen ? expect.any(String) : shown);
    }
    if (body === '') return;
    this.#expectText(languageOf(body, received), body);
  }

  #expectText(language: string, code: string): void {
    if (language === 'json') expect(JSON.parse(this.#output.text)).toEqual(JSON.parse(code));
    else if (language === 'jsonl') expect(linesOf(this.#output.text)).toEqual(linesOf(code));
    else {
      const { normalize = (text) => text } = this.#settings;
      expect(normalize(this.#output.text).trimEnd()).toBe(normalize(code).trimEnd());
    }
  }
}

/** Returns how a body of a message is compared. */
function languageOf(body: string, head: readonly string[]): 'json' | 'jsonl' | 'text' {
  if (head.some((line) => /^content-type: application\/(?:x-)?(?:ndjson|jsonl)/.test(line))) return 'jsonl';
  return /^[[{]/.test(body) ? 'json' : 'text';
}

/** Lines come in the order in which operations are done. */
function linesOf(text: string): unknown[] {
  const lines = text.trimEnd().split('\n').toSorted();
  return lines.map(parse);
}

function parse(json: string): object {
  return JSON.parse(json) as object;
}

/** Declares tests that run the programs, commands and requests of a page from top to bottom, and compare what they print. */
export function testPage(path: string, settings: PageSettings = {}): void {
  const { blocks } = readPage(path);
  const taken = blocks.filter(({ info, notRun }) => info !== PICTURE && notRun === undefined);
  if (taken.length === 0) return;
  describe(path, () => {
    const run = new PageRun(settings);
    afterAll(() => run.close());
    test.each(taken.map((block) => ({ ...block, name: `line ${block.line}: ${block.info}` })))(
      '$name',
      (block) => run.take(block),
    );
  });
}
