import { headerOf, inspectExchange, type Refusal, readRefusal } from '@multistatus/inspect';
import { parseMediaType } from '@multistatus/wire';
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

/** A batch as it is sent. */
export interface SentBatch {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** The media type of the answer. */
  readonly accept: string;
}

/** Sends a batch, and inspects the complete answer in the format of `accept`. */
export async function inspectAnswer(
  { bytes, contentType, accept }: SentBatch,
  options: Pick<PostOptions, 'method' | 'url' | 'headers' | 'timeoutMs'>,
  { isJson, terminal }: { readonly isJson: boolean; readonly terminal: Terminal },
): Promise<CommandResult> {
  const { method, url, headers, timeoutMs } = options;
  const followed = await followRedirects({
    url,
    method,
    headers: [...headers, ['Content-Type', contentType], ['Accept', accept]],
    body: bytes,
    timeoutMs,
  });
  const inspection = await inspectExchange(toExchange(followed));
  const exitCode = exitCodeOf([inspection]);
  const source = showUrl(url);
  if (isJson) return { exitCode, stdout: toInspectionJson(source, [inspection], exitCode) };
  const { status, headers: fields } = followed.answer;
  const body = readRefusal(new TextDecoder().decode(followed.answer.body));
  if (inspection.counts === undefined && status !== 207 && body !== undefined) {
    const sentType = parseMediaType(contentType)?.type ?? contentType;
    const text = sentType === 'multipart/mixed' ? undefined : new TextDecoder().decode(bytes);
    const refusal = {
      ...body,
      status,
      executed: executedOf(status, body),
      location: headerOf(fields, 'location'),
      sentType,
      acceptPost: headerOf(fields, 'accept-post'),
    };
    return {
      exitCode: EXIT.invalid,
      stdout: `${formatRefusal(refusal, text, terminal).join('\n')}\n`,
    };
  }
  return { exitCode, stdout: `${formatInspection(inspection, source, terminal).join('\n')}\n` };
}

/** Services of OData and Microsoft Graph refuse a batch before anything runs, with these statuses. */
function executedOf(status: number, { problem }: Refusal): false | 'unknown' {
  const isRefused =
    problem === undefined ? (status >= 400 && status < 500) || status === 501 : problem['executed'] === false;
  return isRefused ? false : 'unknown';
}
