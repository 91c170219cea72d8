// What bundles of a server and of a page have to do.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import vm from 'node:vm';
import { checkBatch, checkConsole } from './check-photos.mjs';

const { createContext, runInContext, SourceTextModule } = vm;

/** Starts the bundle of a server in a process of its own, and sends batches to it. */
export async function checkServerBundle(file) {
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  try {
    const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), exit]);
    const [, port] = /^Listening on port (\d+)$/.exec(line) ?? assert.fail(`${file} ended with ${line}`);
    const origin = `http://127.0.0.1:${port}`;
    await checkBatch(origin);
    await checkBulk(origin);
    await checkConsole(origin);
  } finally {
    child.kill();
    await exit;
  }
}

async function checkBulk(origin) {
  const answer = await fetch(`${origin}/photos`, {
    method: 'PATCH',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify([{ id: 7 }, {}]),
  });
  const { responses } = await answer.json();
  assert.deepEqual(
    responses.map(({ status }) => status),
    [200, 422],
  );
}

/**
 * Runs the script of a page, with the scripts that it may load, in a context that has what browsers have and nothing of Node.
 *
 * @param {string[]} files the script, and then the others
 */
export async function checkBrowserBundle(...files) {
  for (const file of files) {
    const code = readFileSync(file, 'utf8');
    const imported = /\brequire\(|\b(?:from|import|import\()\s*["'`](?!\.\/)[^"'`]*/.exec(code)?.[0];
    assert.equal(imported, undefined, `${file} imports what no browser has`);
  }
  const asked = [];
  const server = createServer((req, res) => void answer(req, res, asked)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const context = createContext(browserGlobals(new URL(`http://127.0.0.1:${server.address().port}/`)));
  runInContext('globalThis.self = globalThis', context);
  await runScript(files[0], context);
  const photos = JSON.parse(
    await runInContext('loadPhotos().then((found) => JSON.stringify(found))', context),
  );
  server.close();
  server.closeAllConnections();
  assert.deepEqual(photos, [
    { status: 200, body: { id: 7 } },
    { status: 404, body: { title: 'No such photo' } },
  ]);
  assert.deepEqual(asked, ['GET', 'POST']);
}

/** Runs a script as a module if node has been started with `--experimental-vm-modules`. */
async function runScript(file, context) {
  const code = readFileSync(file, 'utf8');
  if (SourceTextModule === undefined) return runInContext(code, context, { filename: file });
  const script = new SourceTextModule(code, { context, identifier: file });
  await script.link((specifier) => assert.fail(`${file} imports ${specifier} at once`));
  await script.evaluate();
}

/** Answers as a batch endpoint does, with the ids that the client has sent. */
async function answer(req, res, asked) {
  asked.push(req.method);
  res.setHeader('content-type', 'application/json');
  if (req.method === 'GET') return res.end('{"limits":{}}');
  const { requests } = JSON.parse(await text(req));
  const responses = requests.map(({ id, url }) => ({
    id,
    href: url,
    status: url === '/photos/7' ? 200 : 404,
    headers: { 'content-type': 'application/json' },
    body: url === '/photos/7' ? { id: 7 } : { title: 'No such photo' },
  }));
  res.writeHead(207).end(JSON.stringify({ responses }));
}

/** Returns what the client uses of a browser's globals. A new context has those of JavaScript itself. */
function browserGlobals(location) {
  const names =
    'AbortController AbortSignal Blob DOMException FormData Headers ReadableStream Request Response TextDecoder';
  const more =
    'TextEncoder TransformStream URL URLSearchParams atob btoa clearTimeout console crypto fetch performance';
  const all = `${names} ${more} queueMicrotask setTimeout`.split(' ');
  const document = {
    // Webpack asks where the script comes from, and Vite whether the browser knows `<link rel="modulepreload">`.
    currentScript: { tagName: 'SCRIPT', src: `${location}browser.js` },
    createElement: () => ({ relList: { supports: () => true } }),
  };
  return { ...Object.fromEntries(all.map((name) => [name, globalThis[name]])), document, location };
}
