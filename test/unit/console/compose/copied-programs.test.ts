import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copiedHeaders } from '#console-page/compose/copied-headers.js';
import { toCurl } from '#console-page/compose/to-curl.js';
import { toClient, toFetch } from '#console-page/compose/to-program.js';
import { runProgram } from '../../../examples/run-program.js';
import { type Served, serve } from '../../../support/serve.js';
import { testWith } from '../../../support/test-with.js';

const curlTest = testWith('curl');

/** A batch with everything that shells and programs treat as special. */
const HOSTILE = `{
  "requests": [
    { "id": "it's", "method": "POST", "url": "/a?b=$HOME&c=\`d\`", "body": {
      "quotes": "' \\" \\\\ \` $(date) \${x} !! %s <b>",
      "lines": "a\\nb\\r\\nc\\u2028",
      "text": "é 😀 \u2028",
      "number": NUMBER
    } }
  ]
}`;

let served: Served;
let url: string;
/** What the server has received. */
let received: { readonly body: string; readonly authorization: string | undefined } | undefined;

beforeAll(async () => {
  process.env['TOKEN'] = "s'ecret";
  served = await serve((req, res) => void answer(req, res));
  url = `http://127.0.0.1:${served.port}/batch?a='b'`;
});
afterAll(async () => {
  delete process.env['TOKEN'];
  await served.close();
});

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method !== 'POST') {
    res.writeHead(404).end();
    return;
  }
  received = { body: await textOf(req), authorization: req.headers.authorization };
  const responses = [{ id: "it's", href: '/a', status: 200, headers: {}, body: 'answered' }];
  res.writeHead(207, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ summary: { total: 1, succeeded: 1, failed: 0, other: 0 }, responses }));
}

/** Returns what a module prints. */
async function runModule(program: string): Promise<string> {
  const lines: string[] = [];
  await runProgram(program, (...values) => lines.push(values.join(' ')));
  return lines.join('\n');
}

/** Returns what a command prints that is pasted into a shell. */
async function runShell(command: string): Promise<string> {
  const child = spawn('bash', ['-s'], { env: { ...process.env }, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(command);
  return textOf(child.stdout);
}

/** The name of a kind of program, what writes it, and what runs it. */
type CopiedProgram = [name: string, write: typeof toCurl, run: (program: string) => Promise<string>];

describe.each([
  ['the value of a header', true],
  ['a variable', false],
])('with %s', (_what, withValues) => {
  const headers = copiedHeaders([['Authorization', "Bearer s'ecret"]], withValues);

  const sendsExactly = async (...[name, write, runIt]: CopiedProgram): Promise<void> => {
    for (const number of ['12345678901234567890.10', '1']) {
      const text = HOSTILE.replace('NUMBER', number);
      const program = write(url, text, headers);
      expect(program.includes("s'ecret")).toBe(withValues && name !== 'curl');
      const printed = await runIt(program);
      expect(printed).toContain('answered');
      expect(received?.authorization).toBe("Bearer s'ecret");
      // The client writes the batch anew if that changes nothing.
      if (name === 'the client' && number === '1')
        expect(JSON.parse(received?.body ?? '')).toEqual(JSON.parse(text));
      else expect(received?.body.trimEnd()).toBe(text);
    }
  };
  const title = '%s sends exactly what was composed';
  curlTest.each<CopiedProgram>([['curl', toCurl, runShell]])(title, sendsExactly);
  test.each<CopiedProgram>([
    ['fetch', toFetch, runModule],
    ['the client', toClient, runModule],
  ])(title, sendsExactly);
});

test('the client gets a member called __proto__ as a member', async () => {
  const text =
    '{"requests":[{"id":"it\'s","method":"POST","url":"/a","body":{"__proto__":{"a":1},"b":"\\u005f"}}]}';
  await runModule(toClient(url, text, []));
  expect(received?.body).toBe(text);
});

curlTest('a batch that is longer than an argument may be', async () => {
  const text = JSON.stringify({ requests: [{ method: 'POST', url: '/a', body: 'x'.repeat(300_000) }] });
  await runShell(toCurl(url, text, []));
  expect(received?.body.trimEnd()).toBe(text);
});

curlTest.each(['{\nBATCH\nprintf pwned\n', 'BATCH_\nBATCH__\nprintf pwned'])(
  'what is not JSON runs no command: %j',
  async (text) => {
    expect(await runShell(toCurl(url, text, []))).not.toContain('pwned');
    expect(received?.body.trimEnd()).toBe(text.trimEnd());
  },
);

test('what is not JSON is no part of a program', async () => {
  const text = 'console.log("pwned")';
  expect(toClient(url, text, [])).toContain(`const text = \`${text}\`;`);
});
