import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Program {
  readonly name: 'opentelemetry' | 'tracing-example' | 'sentry' | 'datadog';
  readonly framework: 'express' | 'koa';
  /** `propagated`: a subscriber of the operation's trace adds the headers that propagate it. */
  readonly way: 'plain' | 'propagated';
}

/** What a child process needs so that no instrumentation opens a connection. */
const OFFLINE = {
  DD_REMOTE_CONFIGURATION_ENABLED: 'false',
  DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
  DD_CRASHTRACKING_ENABLED: 'false',
};
const OPTIONS: Readonly<Record<Program['name'], readonly string[]>> = {
  opentelemetry: [],
  'tracing-example': [],
  sentry: ['--import', '@sentry/node/import'],
  datadog: ['--import', 'dd-trace/register.js'],
};

/**
 * Runs an instrumented server in a process of its own, because instrumentations patch modules when they are loaded. Sends it a
 * batch, and returns what the instrumentation has recorded.
 */
export async function runProgram<Report>(
  { name, framework, way }: Program,
  requests: readonly object[],
): Promise<Report> {
  const directory = new URL('programs/', import.meta.url);
  const child = fork(fileURLToPath(new URL(`${name}.mjs`, directory)), [framework, way], {
    cwd: fileURLToPath(directory),
    execArgv: [...OPTIONS[name]],
    env: { ...process.env, ...OFFLINE },
  });
  const exited = once(child, 'exit');
  try {
    const [{ port }] = (await messageOf(child, exited)) as [{ port: number }];
    const response = await fetch(`http://127.0.0.1:${port}/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ requests }),
    });
    if (response.status !== 207) throw new Error(await response.text());
    await response.text();
    child.send('report');
    const [{ report }] = (await messageOf(child, exited)) as [{ report: Report }];
    return report;
  } finally {
    child.kill();
    await exited;
  }
}

function messageOf(child: ReturnType<typeof fork>, exited: Promise<unknown[]>): Promise<unknown[]> {
  return Promise.race([
    once(child, 'message'),
    exited.then(([code]) => Promise.reject(new Error(`The program ended with ${String(code)}`))),
  ]);
}
