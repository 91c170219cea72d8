import type { Call } from './call.js';
import { type DeliveryContext, deliverSingly } from './deliver-singly.js';
import { deliverTogether } from './deliver-together.js';
import type { Description } from './endpoint.js';
import { commonHeaders, findDenied, keptHeaders, liftHeaders } from './lift-headers.js';
import { splitOperations } from './split-operations.js';
import { type CallOperation, toCallOperation } from './to-call-operation.js';

/** Delivers the calls of one window, in as few batches as possible. */
export function deliverWindow(calls: readonly Call[], context: DeliveryContext): void {
  for (const group of groupCalls(calls, { context, inherited: new Set() })) void deliverGroup(group, context);
}

/**
 * Groups calls that can be sent in one batch: those with the same credentials and common headers, of which the server
 * names some in `inherited`. Reports headers because of which a call is alone in its group.
 */
function groupCalls(
  calls: readonly Call[],
  { context, inherited }: { readonly context: DeliveryContext; readonly inherited: ReadonlySet<string> },
): Call[][] {
  const byKey = new Map<string, Call[]>();
  for (const call of calls) {
    if (call.isSettled) continue;
    const key = JSON.stringify([call.request.credentials, commonHeaders(call.headers, inherited)]);
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [call]);
    else group.push(call);
  }
  const groups = [...byKey.values()];
  context.warnings.noteGroups(groups, inherited);
  return groups;
}

/** Delivers calls that are in one group as long as nothing is known of the server. */
async function deliverGroup(calls: readonly Call[], context: DeliveryContext): Promise<void> {
  const { endpoint } = context;
  const [first, second] = calls;
  if (first === undefined) return;
  if (second === undefined || endpoint.isAbsent) {
    for (const call of calls) void deliverSingly(call, context);
    return;
  }
  const { credentials } = first.request;
  const description = await endpoint.describe({ headers: first.headers.common, credentials });
  const { inherited } = description;
  for (const group of groupCalls(calls, { context, inherited })) {
    void deliverBatches(group, { context, description });
  }
}

async function deliverBatches(
  calls: readonly Call[],
  { context, description }: { readonly context: DeliveryContext; readonly description: Description },
): Promise<void> {
  const callHeaders = calls.map(({ headers }) => headers);
  const batchHeaders = liftHeaders(callHeaders, description.inherited);
  const convert = async (call: Call): Promise<CallOperation | undefined> => {
    const headers = keptHeaders(call.headers, batchHeaders);
    const unfit = findDenied(headers, description.denied);
    context.warnings.noteUnfit(unfit);
    return unfit === undefined ? toCallOperation(call, { ...description, headers, batchHeaders }) : undefined;
  };
  const operations = await Promise.all(
    calls.map(async (call) => {
      const operation = await convert(call);
      if (operation === undefined) void deliverSingly(call, context);
      return operation ?? [];
    }),
  );
  for (const batch of splitOperations(operations.flat(), description.limits)) {
    void deliverTogether(batch, context);
  }
}
