import { testPage } from './run-page.js';

/** What the script of a page in a browser has: a progress bar, and an EventSource whose cookie says who it is. */
const BROWSER = `
const ANA = { authorization: 'Bearer ana-7d1c' };
const requests = [{ method: 'POST', url: '/orders', body: { item: 'tart' } }];
const bar = { value: 0 };
const heard = [];
let end;
const ended = new Promise((resolve) => { end = resolve; });
const open = (path, { headers, ...init }) =>
  globalThis.fetch(new URL(path, 'http://localhost:3000'), { ...init, headers: { ...headers, ...ANA } });
const fetch = (path, { headers, ...init }) => open(path, { ...init, headers: { ...headers, accept: 'application/json' } });
class EventSource {
  #listeners = new Map();
  constructor(url) {
    void this.#read(url);
  }
  async #read(url) {
    const response = await open(url, { headers: { accept: 'text/event-stream' } });
    for (const event of (await response.text()).split('\\n\\n')) {
      const [, name = ''] = /^event: (.*)$/m.exec(event) ?? [];
      const [, data = ''] = /^data: (.*)$/m.exec(event) ?? [];
      heard.push(name);
      this.#listeners.get(name)?.({ data });
    }
  }
  addEventListener(name, listener) {
    this.#listeners.set(name, listener);
  }
  close() {
    end();
  }
}
`;

const SEEN = `
await ended;
if (bar.value !== 100 || !heard.includes('outcome')) throw new Error('The bar is at ' + bar.value + ' after ' + heard);
`;

testPage('docs/recipes/long-work.md', {
  prepare: (program, { info, code }) =>
    info === 'js client' && code.includes('EventSource') ? BROWSER + program + SEEN : program,
  close: 'await worker.stop(); journal.close();',
});
