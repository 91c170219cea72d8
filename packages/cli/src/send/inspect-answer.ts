import type { Problem } from '@multistatus/client';
import { headerOf, inspectExchange } from '@multistatus/inspect';
import type { CommandResult } from '../command.js';
import { EXIT } from '../exit-code.js';
import { followRedirects } from '../http/follow-redirects.js';
import { showUrl } from '../http/send-request.js';
import { toExchange } from '../http/to-exchange.js';
import { exitCodeOf } from '../inspect/exit-code-of.js';
import { formatInspection } from '../inspect/format-inspection.js';
import { toInspectionJson } from '../inspect/to-json.js';
import type { Terminal } from '../terminal/terminal.js';
import { formatRefusal } from './format-refusal.js';
import type { PostOptions } from './post-batch.js';
import type { BatchFile } from './read-batch-file.js';

/** Sends a batch, and inspects the complete answer in the format of `accept`. */
export async function inspectAnswer(
  { text }: BatchFile,
  options: Pick<PostOptions, 'method' | 'url' | 'headers' | 'timeoutMs'> & {
    readonly accept: 'json' | 'xml';
  },
  { isJson, terminal }: { readonly isJson: boolean; readonly terminal: Terminal },
): Promise<CommandResult> {
  const { method, url, headers, timeoutMs, accept } = options;
  const followed = await followRedirects({
    url,
    method,
    headers: [...headers, ['Content-Type', 'application/json'], ['Accept', `application/${accept}`]],
    body: new TextEncoder().encode(text),
    timeoutMs,
  });
  const inspection = await inspectExchange(toExchange(followed));
  const exitCode = exitCodeOf([inspection]);
  const source = showUrl(url);
  if (isJson) return { exitCode, stdout: toInspectionJson(source, [inspection], exitCode) };
  const { status, headers: fields } = followed.answer;
  const problem = readProblem(followed.answer.body);
  if (inspection.counts === undefined && problem !== undefined) {
    const executed = problem['executed'] === false ? false : 'unknown';
    const refusal = { status, problem, executed, location: headerOf(fields, 'location') } as const;
    return { exitCode: EXIT.invalid, stdout: `${formatRefusal(refusal, text, terminal).join('\n')}\n` };
  }
  return { exitCode, stdout: `${formatInspection(inspection, source, terminal).join('\n')}\n` };
}

function readProblem(body: Uint8Array): Problem | undefined {
  try {
    const value = JSON.parse(new TextDecoder().decode(body)) as Problem | null;
    return typeof value?.type === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
