import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http, { type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import express from 'express';
import { runProgram } from './run-program.js';

// Some snippets are compiled first.
jest.setTimeout(120_000);

const DOCUMENT = readFileSync(new URL('../../docs/reading-a-207.md', import.meta.url), 'utf8');
const HOST = 'localhost:3000';

/** How a snippet becomes a process: its file, and a command of `sh` in the folder of that file. */
interface Language {
  readonly info: string;
  /** The tool without which there is nothing to run. */
  readonly tool: string;
  readonly file: string;
  readonly command: string;
}

const LANGUAGES: readonly Language[] = [
  { info: 'sh curl', tool: 'curl', file: 'read.sh', command: 'sh read.sh' },
  { info: 'python', tool: 'python3', file: 'read.py', command: 'python3 read.py' },
  { info: 'java', tool: 'java', file: 'ReadMultistatus.java', command: 'java ReadMultistatus.java' },
  { info: 'rust', tool: 'rustc', file: 'read.rs', command: 'rustc --edition 2021 read.rs && ./read' },
  { info: 'perl', tool: 'perl', file: 'read.pl', command: 'perl read.pl' },
  { info: 'go', tool: 'go', file: 'read.go', command: 'go run read.go' },
  {
    info: 'csharp',
    tool: 'dotnet',
    file: 'Program.cs',
    command: 'dotnet new console -o app >new.log && cp Program.cs app && dotnet run --project app',
  },
  { info: 'ruby', tool: 'ruby', file: 'read.rb', command: 'ruby read.rb' },
  { info: 'php', tool: 'php', file: 'read.php', command: 'php read.php' },
];

let server: Server;
let host: string;
let folder: string;

beforeAll(async () => {
  const app = express();
  app.use('/batch', batch());
  app.use('/refused', batch({ limits: { maxOperations: 1 } }));
  app.use('/gateway', (_req, res) => void res.status(502).type('html').send('<h1>Bad Gateway</h1>'));
  app.get('/photos/:id', (req, res) => {
    res.json({ id: Number(req.params.id), title: 'Tram 28' });
  });
  app.delete('/photos/:id', (_req, res) => {
    res
      .status(423)
      .type('application/problem+json')
      .json({ type: 'about:blank', title: 'Locked', status: 423 });
  });
  server = http.createServer(app as RequestListener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = mkdtempSync(join(tmpdir(), 'reading-'));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

test('every snippet has its test', () => {
  const infos = [...DOCUMENT.matchAll(/^```([a-z]+(?: [a-z]+)?)$/gm)].map(([, info]) => info);
  const tested = [
    'text',
    'js with',
    'js without',
    'js forms',
    'text forms',
    'js webdav',
    'text webdav',
    ...LANGUAGES.map(({ info }) => info),
  ];
  expect(infos).toHaveLength(tested.length);
  expect(new Set(infos)).toEqual(new Set(tested));
});

test.each(['js with', 'js without'])('%s the library', async (info) => {
  const lines: string[] = [];
  await runProgram(snippet(info).replaceAll(HOST, host), (...values) => lines.push(`${values.join(' ')}\n`));
  expect(lines.join('')).toBe(snippet('text'));
});

test.each([
  ['js with', '/refused', /^413: .*"executed":false/],
  ['js with', '/gateway', /^502: <h1>/],
  ['js without', '/refused', /^413: .*; nothing has run$/],
  ['js without', '/gateway', /^502: no problem; operations may have run$/],
])('%s the library, answered by %s, says what is known', async (info, path, message) => {
  const program = snippet(info).replace(`${HOST}/batch`, host + path);
  await expect(runProgram(program, () => {})).rejects.toThrow(message);
});

test.each(['webdav', 'forms'])('%s: the program prints what is shown below it', async (name) => {
  const lines: string[] = [];
  await runProgram(snippet(`js ${name}`), (...values) => lines.push(`${values.join(' ')}\n`));
  expect(lines.join('')).toBe(snippet(`text ${name}`));
});

describe.each(LANGUAGES)('$info', (language) => {
  const isInstalled = has(language.tool);
  const title = isInstalled ? 'prints what failed' : `${language.tool} does not run on this machine`;
  if (!isInstalled) process.stdout.write(`skipped: the snippet "${language.info}": ${title}\n`);

  (isInstalled ? test : test.skip)(title, async () => {
    const file = join(folder, language.file);
    writeFileSync(file, snippet(language.info).replaceAll(HOST, host));
    expect(await run(language.command)).toEqual({ code: 0, stdout: snippet('text'), stderr: '' });
  });

  (isInstalled ? test : test.skip)(`${title}, and the problem of a batch that was refused`, async () => {
    const file = join(folder, language.file);
    writeFileSync(
      file,
      snippet(language.info)
        .replaceAll(`${HOST}/batch`, `${host}/refused`)
        .replaceAll(HOST, host)
        .replace('POST /batch', 'POST /refused'),
    );
    const { code, stdout, stderr } = await run(language.command);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toMatch(/413.*(?:"executed":false|<executed[^>]*>false)/s);
  });
});

function snippet(info: string): string {
  const code = DOCUMENT.split(`\n\`\`\`${info}\n`)[1]?.split(/^```$/m)[0];
  if (code === undefined) throw new Error(`there is no snippet "${info}"`);
  return code;
}

/** Checks whether a tool runs: a proxy such as rustup's may be installed without the tool. */
function has(tool: string): boolean {
  try {
    execFileSync('sh', ['-c', `${tool} --version || ${tool} version`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function run(command: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn('sh', ['-c', command], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}
