import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, jest, test } from '@jest/globals';
import { findMissingInternals } from '#inject/node-internals.js';

const INJECT = new URL('../../../packages/inject/dist/index.js', import.meta.url);

jest.setTimeout(60_000); // a process takes its time on a loaded machine

/** Sends two requests at once and prints what came back. */
const PROGRAM = `
  import { inject } from ${JSON.stringify(INJECT.href)};
  const echo = (req, res) => req.pipe(res.writeHead(201, { 'x-url': req.url }));
  const send = (url, body) => inject(echo, { method: 'POST', url, headers: {}, body });
  for (const { status, headers, body } of await Promise.all([send('/1', 'first'), send('/2', 'second')]))
    console.log(status, headers['x-url'], Buffer.from(body).toString());
`;
const ANSWERS = '201 /1 first\n201 /2 second\n';

/** Runs the program in a process in which `preload` has run before it. */
async function run(preload: string, way = ''): Promise<{ stdout: string; stderr: string }> {
  const modules = [preload, PROGRAM].map((code) => `data:text/javascript,${encodeURIComponent(code)}`);
  return promisify(execFile)(
    process.execPath,
    ['--import', modules[0]!, '--input-type=module', '--eval', `import ${JSON.stringify(modules[1])}`],
    { env: { ...process.env, MULTISTATUS_INJECT: way } },
  );
}

test('this version of Node has all internals that inject uses', () => {
  expect(findMissingInternals()).toEqual([]);
});

describe('in a process of its own', () => {
  test('inject warns of nothing', async () => {
    expect(await run('')).toEqual({ stdout: ANSWERS, stderr: '' });
  });

  test('inject goes through a server where the environment asks for it, without a warning', async () => {
    const preload = `
      import { EventEmitter } from 'node:events';
      import http from 'node:http';
      const { emit } = EventEmitter.prototype;
      EventEmitter.prototype.emit = function (...args) {
        if (args[0] === 'request' && this instanceof http.Server) console.log('server');
        return emit.apply(this, args);
      };
    `;
    const [direct, compatible] = await Promise.all([run(preload), run(preload, 'compatible')]);
    expect(direct).toEqual({ stdout: ANSWERS, stderr: '' });
    expect(compatible).toEqual({ stdout: `server\nserver\n${ANSWERS}`, stderr: '' });
  });

  /** What another version of Node could have changed. The public API goes on working in each of these. */
  test.each([
    [
      'kNeedDrain',
      'has another name for a symbol',
      `const { getOwnPropertySymbols } = Object;
       Object.getOwnPropertySymbols = (object) =>
         getOwnPropertySymbols(object).filter(({ description }) => description !== 'kNeedDrain');`,
    ],
    [
      '_dump',
      'has no such method',
      `import http from 'node:http';
       delete http.IncomingMessage.prototype._dump;`,
    ],
    [
      '_send',
      'sends by another way',
      `import http from 'node:http';
       const { end } = http.OutgoingMessage.prototype;
       http.OutgoingMessage.prototype.end = function (...args) {
         delete this._send;
         return end.apply(this, args);
       };`,
    ],
    [
      '_storeHeader',
      'keeps headers in another form',
      `import http from 'node:http';
       const { writeHead } = http.ServerResponse.prototype;
       http.ServerResponse.prototype.writeHead = function (...args) {
         const store = this._storeHeader;
         this._storeHeader = (firstLine, headers) => store.call(this, firstLine, { ...headers });
         return writeHead.apply(this, args);
       };`,
    ],
  ])('where Node lacks %s (%s), inject warns once and answers the same', async (name, _how, preload) => {
    const { stdout, stderr } = await run(preload);
    expect(stdout).toBe(ANSWERS);
    expect(stderr.match(/MULTISTATUS_INJECT_COMPATIBLE/g)).toHaveLength(1);
    expect(stderr).toContain(`Node ${process.version} lacks ${name}. `);
  });
});
