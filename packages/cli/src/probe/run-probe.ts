import type { CommandContext, CommandResult } from '../command.js';
import { usageError } from '../command-error.js';
import { EXIT, type ExitCode } from '../exit-code.js';
import { parseHeaders, parseTimeout, parseUrl, REQUEST_OPTIONS } from '../http/parse-request.js';
import { JSON_VERSION, toDocument } from '../inspect/to-json.js';
import { parseCommandLine } from '../parse-command-line.js';
import { makeJsonSafe } from '../terminal/make-safe.js';
import { formatProbe } from './format-probe.js';
import { type ProbeReport, probeServer } from './probe-server.js';

/** Runs `multistatus probe`: shows how a server, and the proxies before it, handle 207. */
export async function runProbe(
  args: readonly string[],
  { terminal }: CommandContext,
): Promise<CommandResult> {
  const { header, timeout } = REQUEST_OPTIONS;
  const options = { json: { type: 'boolean' }, header, timeout } as const;
  const { positionals, values } = parseCommandLine('probe', args, options);
  const [url, ...others] = positionals;
  if (url === undefined || others.length > 0)
    throw usageError(`probe takes one URL, got ${positionals.length}`);
  const report = await probeServer({
    url: parseUrl(url),
    headers: parseHeaders(values.header ?? []),
    timeoutMs: parseTimeout(values.timeout),
  });
  const isBad = report.kind === 'none' || report.findings.some(({ level }) => level === 'error');
  const exitCode = isBad ? EXIT.invalid : EXIT.ok;
  if (values.json === true) return { exitCode, stdout: toJson(report, exitCode) };
  return { exitCode, stdout: `${formatProbe(report, terminal).join('\n')}\n` };
}

function toJson(report: ProbeReport, exitCode: ExitCode): string {
  const { url, kind, httpVersion, alpn, methods, dav, acceptPost, via, server, endpoint } = report;
  const steps = report.steps.map(({ method, url: asked, accept, answer, inspection }) => ({
    method,
    url: asked,
    accept: accept ?? null,
    status: answer.status,
    reason: answer.reason,
    document: inspection === undefined ? null : toDocument(inspection),
  }));
  const shape = {
    version: JSON_VERSION,
    url,
    exitCode,
    kind,
    httpVersion,
    alpn: alpn ?? null,
    methods,
    dav,
    acceptPost: acceptPost ?? null,
    via: via ?? null,
    server: server ?? null,
    endpoint: endpoint ?? null,
    steps,
    findings: report.findings,
  };
  return `${makeJsonSafe(JSON.stringify(shape, null, 2))}\n`;
}
