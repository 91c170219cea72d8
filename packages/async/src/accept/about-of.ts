import {
  type AcceptedWork,
  BatchProblem,
  type EnvelopeRequest,
  type WorkHead,
} from '@multistatus/core/adapter';
import type { LaterEndpoint } from '../later-endpoint.js';
import type { RecordAbout } from '../stored/record-about.js';
import { withinTime } from '../within-time.js';
import { connectionOf } from './connection-of.js';
import { keptHeaders } from './kept-headers.js';

/** Milliseconds after which it has taken `capture` too long. */
const CAPTURE_MS = 25_000;

/**
 * Returns what the record of a request keeps of it.
 *
 * @throws {BatchProblem} `internal` if the option `capture` fails or takes too long, and reports why.
 */
export async function aboutOf(
  { endpoint, settings }: LaterEndpoint,
  { work, request }: { readonly work: AcceptedWork; readonly request: EnvelopeRequest },
): Promise<RecordAbout> {
  const { outer } = request;
  let principal: unknown;
  try {
    const { capture } = settings;
    if (capture !== undefined)
      principal = await withinTime(Promise.resolve(capture(outer)), CAPTURE_MS, 'respondAsync.capture');
    // Now, and not when the record is written: an error of it is one of `capture`.
    JSON.stringify(principal);
  } catch (error) {
    endpoint.onError(error, { request: outer });
    throw new BatchProblem('internal', 'The server failed to keep the request; nothing has run', {
      extensions: { executed: false },
    });
  }
  return {
    endpoint: settings.name,
    queue: settings.queue.name,
    kind: endpoint.kind,
    principal,
    headers: keptHeaders(request.headers, endpoint.inherited),
    connection: connectionOf(outer),
    head: headOf(work),
    appVersion: settings.appVersion,
  };
}

/** Returns what the answer to a request needs of it. */
export function headOf(work: AcceptedWork): WorkHead {
  const { answer, path, host } = work.kind === 'batch' ? work.batch : work.list;
  return { answer, path, host };
}
