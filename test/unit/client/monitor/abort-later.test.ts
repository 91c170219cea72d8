// A batch that is answered later, and whose signal is aborted, or whose monitor is followed and cancelled on its own.
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  BatchAbortError,
  type BatchProgress,
  cancelMonitor,
  createBatch,
  followMonitor,
  type MonitorOutcome,
  type SendOptions,
  send,
} from '@multistatus/client';
import { createStillClock } from '../still-clock.js';
import {
  type Answer,
  END,
  events,
  finished,
  MONITOR,
  outcome,
  problem,
  progress,
  running,
  type Script,
  type ScriptedMonitor,
  serveScript,
} from './scripted-monitor.js';

let server: ScriptedMonitor;
afterEach(() => server.close());

const STREAM = `GET ${MONITOR} text/event-stream`;
const GET = `GET ${MONITOR} application/json`;
const DELETE = `DELETE ${MONITOR} application/json`;
const retry = { clock: createStillClock() };
const destroyed: Answer = (res) => void res.destroy();

describe('send', () => {
  /** Sends a pair, and aborts the signal with `reason` when one operation has ended. */
  async function abort(
    script: Script,
    reason?: unknown,
    options: Partial<SendOptions> = {},
  ): Promise<unknown> {
    const stream = events(`${outcome(1)}${progress(1)}`, 'open');
    server = await serveScript({ events: [stream], state: [running(1)], ...script });
    const controller = new AbortController();
    const batch = createBatch();
    batch.request('a').post('/x');
    batch.request('b').post('/x');
    const sent = send(batch, {
      ...{ url: server.url, respondAsync: true, idempotencyKey: false, signal: controller.signal, retry },
      onProgress: ({ done }) => {
        if (done === 1) controller.abort(reason);
      },
      ...options,
    });
    return await sent.then(
      () => 'resolved',
      (error: unknown) => error,
    );
  }

  test('cancels the batch, and the error says what became of each operation', async () => {
    const error = await abort({ cancel: [finished(201, 503)] });
    expect(error).toBeInstanceOf(BatchAbortError);
    const { name, message, cause, monitor, isCancelled, result } = error as BatchAbortError;
    expect([name, isCancelled, monitor]).toEqual(['AbortError', true, `${server.origin}${MONITOR}`]);
    expect(message).toBe(
      'The batch was cancelled; the result of this error says what became of each operation',
    );
    expect(cause).toMatchObject({ name: 'AbortError' });
    expect(result?.of('a')).toMatchObject({ status: 201, executed: true });
    expect(result?.of('b')).toMatchObject({
      status: 503,
      executed: false,
      problem: { type: expect.any(String) },
    });
    expect(server.log).toEqual(['POST /batch application/json', STREAM, GET, DELETE]);
  });

  test.each<[unknown, string]>([
    [new DOMException('late', 'TimeoutError'), 'TimeoutError'],
    ['enough', 'AbortError'],
    [{ name: '' }, 'AbortError'],
  ])('has the name of the reason, which is the cause: %p', async (reason, name) => {
    const error = await abort({ cancel: [finished(201, 503)] }, reason);
    expect(error).toMatchObject({ name, cause: reason });
  });

  test('may leave the batch running', async () => {
    const error = await abort({}, 'bye', { respondAsync: { whenAborted: 'leave' } });
    expect(error).toMatchObject({ isCancelled: false, result: undefined, cause: 'bye' });
    expect((error as Error).message).toBe('The batch is left running; go on with the monitor of this error');
    expect(server.log.slice(1)).toEqual([STREAM]);
  });

  test('that comes after the end says so, and has the outcomes', async () => {
    const error = await abort({ state: [finished()] });
    expect(error).toMatchObject({ isCancelled: false, result: { outcomes: expect.any(Map) } });
    expect((error as Error).message).toBe('The batch had ended before it was cancelled');
    expect(server.log).not.toContain(DELETE);
  });

  test('that comes with the end has the outcomes only if the server still has them', async () => {
    const error = await abort({ cancel: [(res) => void res.writeHead(204).end()] });
    expect(error).toMatchObject({ isCancelled: false, result: undefined });
  });

  test('that comes with the last event cancels nothing, so that the answer stays', async () => {
    const error = await abort({ events: [events(`${progress(1)}${END}`, 'open')], state: [finished()] });
    expect(error).toMatchObject({ isCancelled: false });
    expect(server.log).not.toContain(DELETE);
  });

  test.each<[string, Script, object, number]>([
    [
      'the request is lost, and the batch cancelled',
      {
        cancel: [destroyed],
        state: [running(1), problem(404, 'batch-cancelled', { result: `${MONITOR}/result` })],
        result: [finished(201, 503)],
      },
      { isCancelled: true, result: { outcomes: expect.any(Map) } },
      1,
    ],
    [
      'somebody else was faster',
      {
        cancel: [problem(404, 'no-such-monitor')],
        state: [running(1), problem(404, 'batch-cancelled', { result: `${MONITOR}/result` })],
        result: [finished(201, 503)],
      },
      { isCancelled: true, result: { outcomes: expect.any(Map) } },
      1,
    ],
    ['the server is busy', { cancel: [problem(503, 'x'), finished()] }, { isCancelled: true }, 2],
    [
      'it says that it is cancelling',
      {
        cancel: [running(1)],
        state: [running(1), running(1), finished()],
        events: [events(progress(1), 'open'), events(END)],
      },
      { isCancelled: true, result: { outcomes: expect.any(Map) } },
      1,
    ],
    ['the monitor is gone', { state: [problem(404, 'no-such-monitor')] }, { isCancelled: 'unknown' }, 0],
    ['the monitor is out of reach', { state: [destroyed] }, { isCancelled: 'unknown' }, 0],
    ['it may not', { cancel: [problem(405, 'method-not-allowed')] }, { isCancelled: 'unknown' }, 1],
    ['it does not answer', { cancel: [destroyed] }, { isCancelled: 'unknown', result: undefined }, 4],
    [
      'the answer breaks off',
      { cancel: [events('', 'destroy')] },
      { isCancelled: true, result: undefined },
      1,
    ],
  ])('knows what is certain: %s', async (_name, script, expected, deletes) => {
    expect(await abort(script)).toMatchObject({ name: 'AbortError', ...expected });
    expect(server.log.filter((each) => each === DELETE)).toHaveLength(deletes);
  });

  test('before the batch is taken rejects with the reason itself', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    server = await serveScript({ post: [() => controller.abort(reason)] });
    const batch = createBatch();
    batch.request().get('/x');
    const sent = send(batch, { url: server.url, respondAsync: true, signal: controller.signal });
    await expect(sent).rejects.toBe(reason);
  });
});

describe('followMonitor', () => {
  test('returns the outcomes, and reports each operation once', async () => {
    server = await serveScript({
      events: [events(outcome(1), 'destroy'), events(`${outcome(1)}${END}`)],
      state: [running(), running(1), finished()],
    });
    const seen: number[] = [];
    const outcomes: MonitorOutcome[] = [];
    const { reading, isCancelled } = await followMonitor(`${server.origin}${MONITOR}`, {
      retry,
      headers: { authorization: 'ana' },
      onProgress: ({ done }) => void seen.push(done),
      onOutcome: (each) => void outcomes.push(each),
    });
    expect([isCancelled, [...reading.succeeded()].length]).toEqual([false, 2]);
    expect(outcomes).toEqual([
      { index: 0, id: 'a', status: 201, result: 'succeeded' },
      { index: 1, id: 'b', status: 201, result: 'succeeded' },
    ]);
    expect(seen).toEqual([0, 1, 2]);
    expect(server.log).toEqual([GET, STREAM, GET, `${STREAM} 1`, GET]);
    expect(server.requests.every(({ headers }) => headers['authorization'] === 'ana')).toBe(true);
  });

  test('asks once if the batch has ended', async () => {
    server = await serveScript({ state: [finished(201, 503)] });
    const seen: BatchProgress[] = [];
    const outcomes: string[] = [];
    await followMonitor(`${server.origin}${MONITOR}`, {
      onProgress: (each) => void seen.push(each),
      onOutcome: ({ id, result }) => void outcomes.push(`${id} ${result}`),
    });
    expect(server.log).toEqual([GET]);
    expect(outcomes).toEqual(['a succeeded', 'b failed']);
    expect(seen).toEqual([{ total: 2, done: 2, succeeded: 1, failed: 1, other: 0, percent: 100 }]);
  });

  test('shows that the batch was cancelled', async () => {
    server = await serveScript({
      state: [problem(404, 'batch-cancelled', { result: `${MONITOR}/result` })],
      result: [finished(201, 503)],
    });
    expect(await followMonitor(`${server.origin}${MONITOR}`)).toMatchObject({ isCancelled: true });
  });

  test('does not follow a result to another origin', async () => {
    const state = [problem(404, 'batch-cancelled', { result: 'http://other.invalid/result' })];
    server = await serveScript({ state });
    await expect(followMonitor(`${server.origin}${MONITOR}`)).rejects.toThrow('at another origin');
  });

  test('ends with its signal, and leaves the batch running', async () => {
    server = await serveScript({ events: [events(progress(1), 'open')], state: [running()] });
    const controller = new AbortController();
    const reason = new Error('bye');
    const onProgress = ({ done }: BatchProgress): void => {
      if (done === 1) controller.abort(reason);
    };
    const options = { signal: controller.signal, onProgress };
    await expect(followMonitor(`${server.origin}${MONITOR}`, options)).rejects.toBe(reason);
    await expect(followMonitor(`${server.origin}${MONITOR}`, options)).rejects.toBe(reason);
    expect(server.log).toEqual([GET, STREAM]);
  });

  test('rejects if the monitor is not there, or its answer cannot be read', async () => {
    server = await serveScript({});
    const url = `${server.origin}${MONITOR}`;
    const error = { name: 'BatchError', executed: 'unknown', monitor: url };
    await expect(followMonitor(url)).rejects.toMatchObject({ ...error, status: 404 });
    await server.close();
    server = await serveScript({ state: [events('', 'destroy')] });
    const broken = `${server.origin}${MONITOR}`;
    await expect(followMonitor(broken)).rejects.toMatchObject({ ...error, monitor: broken });
  });

  test('refuses an invalid URL or option', async () => {
    server = await serveScript({});
    await expect(followMonitor('monitors/1')).rejects.toThrow('followMonitor.url must be a URL');
    const options = { onEvent: () => {} } as object;
    await expect(followMonitor(server.url, options)).rejects.toThrow(
      'followMonitor.onEvent is not an option',
    );
  });
});

describe('cancelMonitor', () => {
  test('says what became of each operation', async () => {
    server = await serveScript({ state: [running()], cancel: [finished(201, 503)] });
    const { isCancelled, reading } = await cancelMonitor(`${server.origin}${MONITOR}`);
    expect([isCancelled, reading?.document.responses.map(({ status }) => status)]).toEqual([
      true,
      [201, 503],
    ]);
  });

  test('returns the outcomes of a batch that has ended, and leaves them where they are', async () => {
    server = await serveScript({ state: [finished()] });
    const { isCancelled, reading } = await cancelMonitor(`${server.origin}${MONITOR}`);
    expect([isCancelled, reading?.document.responses.length]).toEqual([false, 2]);
    expect(server.log).toEqual([GET]);
  });

  test('says that the batch ended at the same moment', async () => {
    server = await serveScript({ state: [running()], cancel: [(res) => void res.writeHead(204).end()] });
    const cancelled = await cancelMonitor(`${server.origin}${MONITOR}`);
    expect(cancelled).toEqual({ isCancelled: false, reading: undefined });
  });

  test.each<[string, Script, object]>([
    [
      '404',
      {},
      { status: 404, message: expect.stringMatching(/^The monitor answered 404; it is not known/) },
    ],
    ['405', { cancel: [problem(405, 'x')] }, { status: 405 }],
    [
      'no answer',
      { cancel: [destroyed] },
      { message: expect.stringMatching(/^The monitor did not answer \(\w+\); it is not known/) },
    ],
  ])('rejects if it is not certain: %s', async (name, script, expected) => {
    server = await serveScript({ state: name === '404' ? [problem(404, 'x')] : [running()], ...script });
    const url = `${server.origin}${MONITOR}`;
    const error = { name: 'BatchError', executed: 'unknown', monitor: url, ...expected };
    await expect(cancelMonitor(url, { retry })).rejects.toMatchObject(error);
  });
});
