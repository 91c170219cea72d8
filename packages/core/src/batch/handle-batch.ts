import { OutcomeStream } from '../encode/outcome-stream.js';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import { pathOf } from '../http/path-of.js';
import { asReplayed } from '../journal/as-replayed.js';
import type { Dispatch } from '../operation/dispatch.js';
import { holdUntilSent } from '../run/hold-until-sent.js';
import { Acceptance } from './acceptance.js';
import { answerLines } from './answer-lines.js';
import { checkQuery } from './check-query.js';
import { describeEndpoint, isDescriptive } from './describe-endpoint.js';
import { encodeBatch } from './encode-batch.js';
import type { Endpoint } from './endpoint.js';
import { executeBatch } from './execute-batch.js';
import { formatNamed } from './format-named.js';
import { canReachMonitors } from './later-preference.js';
import { openBatchJournal } from './open-batch-journal.js';
import { takeBatch } from './take-batch.js';

/** Returns the answer to a request to a batch endpoint: accepts, executes and encodes it, or passes it on. Never rejects. */
export async function handleBatch(
  endpoint: Endpoint,
  request: EnvelopeRequest,
  dispatch: Dispatch,
): Promise<EnvelopeResponse> {
  const { options, drain } = endpoint;
  if (isDescriptive(request.method)) return describe(endpoint, request);
  const acceptance = new Acceptance(endpoint, request);
  const { load } = acceptance;
  const { sendTimeoutMs } = options.limits;
  try {
    drain.check();
    const received = await acceptance.accept(true);
    drain.check();
    const { later: preference, arriving } = acceptance;
    if (arriving !== undefined) {
      const { headers, outer, signal: abort } = request;
      const hooks = { headers, outer, abort, drain: drain.signal };
      const answer = await answerLines(received, arriving, { endpoint, request, dispatch, hooks, load });
      return holdUntilSent(answer, request, { load, sendTimeoutMs });
    }
    if (preference !== undefined && endpoint.later !== undefined) {
      const answer = await takeBatch(received, endpoint.later, { endpoint, request, acceptance, preference });
      return { sendTimeoutMs, ...answer };
    }
    const { headers, outer, signal, responseHeaders } = request;
    const settings = { headers, responseHeaders };
    const { body } = acceptance;
    const journal =
      body === undefined ? undefined : await openBatchJournal(received, { options, request, body, load });
    checkQuery(request.method, received.operations, acceptance.pointTo);
    const accepted = journal === undefined ? received : { ...received, batchId: journal.batchId };
    if (journal?.isFinished === true) {
      const answer = asReplayed(await encodeBatch(journal.outcomes, accepted, { options, settings, outer }));
      return holdUntilSent(answer, request, { load, sendTimeoutMs });
    }
    // With a key, the batch goes on when its client disconnects: the client sends it again for its outcomes.
    const hooks = { headers, outer, abort: journal === undefined ? signal : undefined, drain: drain.signal };
    if (formatNamed(accepted.answer.format, options).answer?.order !== 'completion') {
      const outcomes = await executeBatch(accepted, dispatch, { endpoint, hooks, load, journal });
      const encoding = encodeBatch(outcomes, accepted, { options, settings, outer });
      const answer = encoding instanceof Promise ? await encoding : encoding;
      return holdUntilSent(answer, request, { load, sendTimeoutMs });
    }
    // What runs has its place until it ends, even if its answer cannot be streamed.
    load.hold();
    const stream = OutcomeStream.of(
      (add) =>
        executeBatch(accepted, dispatch, { endpoint, hooks: { ...hooks, onOutcome: add }, load, journal }),
      {
        onEnd: () => load.release(),
        onError: (error) => options.onError(error, { request: outer }),
      },
    );
    const onTaken = (bytes: number): void => load.remove(bytes);
    const answer = await encodeBatch(stream, accepted, { options, settings, outer, onTaken });
    return holdUntilSent(answer, request, { load, sendTimeoutMs });
  } catch (error) {
    load.release();
    return { ...(await acceptance.refuse(error)), sendTimeoutMs };
  }
}

function describe({ options, later }: Endpoint, request: EnvelopeRequest): EnvelopeResponse {
  if (later === undefined || !canReachMonitors(request, options)) return describeEndpoint(options);
  return describeEndpoint(options, later.attached.describe(options.basePath + pathOf(request.url)));
}
