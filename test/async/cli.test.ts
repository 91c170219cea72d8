// The command against an endpoint that answers later: over sockets, with a worker in the process.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type CliOptions, type CliResult, runCli } from '../unit/cli/run-cli.js';
import { type AsyncApp, asyncHosts } from './async-hosts.js';

const COUNT = 30;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-async-'));
  const requests = Array.from({ length: COUNT }, (_, index) => ({
    ...{ id: `op${index}`, method: 'POST', url: `/things/${index}` },
  }));
  writeFileSync(join(folder, 'batch.json'), JSON.stringify({ requests }));
});
afterAll(() => rmSync(folder, { recursive: true }));

let app: AsyncApp;
/** Lets the operations from the third on through. */
let open: () => void;
/** Resolves when two operations have ended. */
let begun: Promise<void>;
beforeEach(async () => {
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let begin = (): void => {};
  begun = new Promise((resolve) => {
    begin = resolve;
  });
  app = await asyncHosts[0]!.start({
    batch: { limits: { concurrency: 1 } },
    limits: { jobSize: 1 },
    target: async ({ url }) => {
      const index = Number(url.split('/').at(-1));
      if (index < 2) return index === 0 ? 201 : 409;
      begin();
      await opened;
      return 201;
    },
  });
});
afterEach(() => app.close());

const AS_ANA = ['-H', 'x-client-name: ana'];

function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return runCli([...args, ...AS_ANA], { cwd: folder, ...options });
}

function sendBatch(args: readonly string[], options?: CliOptions): Promise<CliResult> {
  return cli(
    ['send', 'batch.json', '--to', `http://127.0.0.1:${app.port}/batch`, '--async', ...args],
    options,
  );
}

const MONITOR = /^http:\/\/127\.0\.0\.1:\d+\/batch\/monitors\/[\w-]{24}\n$/;

/** Returns an interrupt that comes when two operations have ended. */
function interruptWhenBegun(): AbortSignal {
  const controller = new AbortController();
  void begun.then(() => controller.abort());
  return controller.signal;
}
const never = (): AbortSignal => new AbortController().signal;

describe('send --async', () => {
  test('prints the URL of the monitor, and nothing else', async () => {
    const { code, stdout, stderr } = await sendBatch([]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(MONITOR);
    const monitor = stdout.trim();
    await begun;
    const running = await cli(['monitor', monitor, '--once']);
    expect(running.stdout).toMatch(/^The batch is running: \d+ of 30 \(\d+ %\)/);
    expect(running.code).toBe(75);
    open();
    const followed = await cli(['monitor', monitor]);
    expect(followed.code).toBe(1);
    expect(followed.stdout).toContain('The batch has ended: 30 operations: 1 failed, 29 succeeded\n');
    expect(followed.stdout).toContain('✗ 409 Conflict');
    expect(followed.stderr).toContain('30 of 30 (100 %), 1 failed');
    const again = JSON.parse((await cli(['monitor', monitor, '--json'])).stdout) as object;
    expect(again).toMatchObject({
      ...{ version: 1, url: monitor, exitCode: 1, state: 'finished' },
      ...{ counts: { total: 30, succeeded: 29, failed: 1, other: 0 }, progress: { done: 30 } },
    });
  });

  test('as JSON too', async () => {
    open();
    const { stdout } = await sendBatch(['--json', '--key', 'k']);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ version: 1, exitCode: 0, idempotencyKey: 'k', refusal: null, counts: null, responses: [] },
      monitor: expect.stringMatching(/\/batch\/monitors\//),
    });
  });

  test.each([
    [['--accept', 'json'], '--accept cannot be used with --async'],
    [['--folow'], "Unknown option '--folow' (did you mean --follow?)"],
  ])('a wrong command line is 64: %j', async (args, said) => {
    const { code, stderr } = await sendBatch(args);
    expect(stderr).toContain(said);
    expect(code).toBe(64);
  });
});

test('--follow needs --async', async () => {
  const { code, stderr } = await cli(['send', 'batch.json', '--to', 'http://127.0.0.1:9/', '--follow']);
  expect(stderr).toContain('--follow can only be used with --async');
  expect(code).toBe(64);
});

describe('send --async --follow', () => {
  test('shows a bar on a terminal, and then the outcomes', async () => {
    open();
    const { code, stdout, stderr } = await sendBatch(['--follow'], {
      ...{ errorColumns: 80, env: { NO_COLOR: '1' } },
    });
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^POST http.*\n30 operations from batch\.json\n\nTaken by the server: http.*\n\n30 operations: 1 failed, 29 succeeded, in \d+ ms\n/,
    );
    expect(stdout).toContain('✗ 409 Conflict  op1  /things/1');
    expect(stderr).toContain(`\r\u001b[K[${'#'.repeat(30)}] 30 of 30 (100 %), 1 failed`);
    expect(stderr.endsWith('\r\u001b[K')).toBe(true);
  });

  test('Ctrl-C leaves the batch running without a terminal, and says how to go on', async () => {
    const { code, stderr } = await sendBatch(['--follow'], { interrupts: [interruptWhenBegun()] });
    expect(code).toBe(130);
    const [, monitor = ''] =
      /\nmultistatus: interrupted; the batch is left running\nTo go on following it:\n {2}multistatus monitor (\S+) -H 'x-client-name: ana'\n$/.exec(
        stderr,
      ) ?? [];
    open();
    expect((await cli(['monitor', monitor])).stdout).toContain('29 succeeded');
  });

  test.each<[answer: string, code: number, said: string]>([
    ['y', 1, 'failed'],
    ['', 1, '30 operations: 1 failed, 29 succeeded'],
    ['l', 130, ''],
  ])('Ctrl-C asks, and does what the answer says: "%s"', async (answer, code, said) => {
    const questions: string[] = [];
    const result = await sendBatch(['--follow'], {
      interrupts: [interruptWhenBegun(), never()],
      ask: async (question) => {
        questions.push(question);
        // The one that is running may end.
        setImmediate(open);
        return answer;
      },
    });
    expect(questions).toEqual([
      'Cancel the batch? y: cancel it, l: leave it running, Enter: go on following: ',
    ]);
    expect(result.stdout).toContain(said);
    expect(result.code).toBe(code);
    if (answer === 'y') expect(result.stdout).toContain('503 Service Unavailable');
  });

  test('a second Ctrl-C leaves the batch running', async () => {
    const second = new AbortController();
    const { code, stderr } = await sendBatch(['--follow'], {
      interrupts: [interruptWhenBegun(), second.signal],
      ask: async () => {
        second.abort();
        return undefined;
      },
    });
    expect(code).toBe(130);
    expect(stderr).toContain('the batch is left running');
    open();
  });

  test('a batch that ends while the question is open is reported', async () => {
    const { code, stdout } = await sendBatch(['--follow'], {
      interrupts: [interruptWhenBegun(), never()],
      ask: (_question, signal) => {
        open();
        return new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve(undefined));
        });
      },
    });
    expect(stdout).toContain('30 operations: 1 failed, 29 succeeded');
    expect(code).toBe(1);
  });
});

describe('monitor', () => {
  test('--cancel cancels the batch, and shows what became of it', async () => {
    const monitor = (await sendBatch([])).stdout.trim();
    await begun;
    const cancelled = cli(['monitor', monitor, '--cancel']);
    open();
    const { code, stdout } = await cancelled;
    expect(stdout).toMatch(/^The batch was cancelled: 30 operations: \d+ failed/);
    expect(code).toBe(0);
    expect((await cli(['monitor', monitor])).stdout).toMatch(/^The batch was cancelled: 30 operations/);
  });

  test('--cancel of a batch that has ended shows its outcomes, and leaves them there', async () => {
    open();
    const monitor = (await sendBatch([])).stdout.trim();
    const { stdout } = await cli(['monitor', monitor]);
    for (const flag of ['--cancel', '--once']) {
      expect((await cli(['monitor', monitor, flag])).stdout).toBe(stdout);
    }
  });

  test('Ctrl-C without a terminal leaves the batch running', async () => {
    const monitor = (await sendBatch([])).stdout.trim();
    const { code, stderr } = await cli(['monitor', monitor], { interrupts: [interruptWhenBegun()] });
    expect(stderr).toContain(`  multistatus monitor ${monitor} -H 'x-client-name: ana'\n`);
    expect(code).toBe(130);
    open();
  });

  test('one that is not there is 2, a server that is not there 66', async () => {
    const { code, stderr } = await cli(['monitor', `http://127.0.0.1:${app.port}/batch/monitors/none`]);
    expect(stderr).toMatch(/^multistatus: The monitor of the batch answered 404: /);
    expect(code).toBe(2);
    const away = await cli(['monitor', '--once', 'http://127.0.0.1:9/batch/monitors/none']);
    expect(away.stderr).toContain('could not be reached');
    expect(away.code).toBe(66);
  });

  test.each([
    [['monitor'], 'monitor takes one URL, got 0'],
    [['monitor', 'a.json'], '"a.json" is not an http or https URL'],
    [['monitor', 'http://a/', '--once', '--cancel'], '--once and --cancel cannot be used together'],
  ])('a wrong command line is 64: %j', async (args, said) => {
    const { code, stderr } = await cli(args);
    expect(stderr).toContain(said);
    expect(code).toBe(64);
  });
});
