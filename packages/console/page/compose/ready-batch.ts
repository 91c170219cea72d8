import { formatJson } from './format-json.js';
import type { ListedOperation } from './openapi/list-operations.js';
import { type OperationTarget, toOperation } from './openapi/to-operation.js';

/** How many operations of the app the first batch has. */
const MAX_OPERATIONS = 3;
/** How many operations of the app are tried for it. */
const MAX_TRIED = 1_000;

/** Returns a batch of the first operations of the app that only read, and that need nothing from the user. */
export function readyBatchOf(
  operations: readonly ListedOperation[],
  target: Pick<OperationTarget, 'document' | 'basePath'>,
): string | undefined {
  let text = '{"requests":[]}';
  const requests: unknown[] = [];
  for (const listed of operations.slice(0, MAX_TRIED)) {
    if (listed.method !== 'GET') continue;
    const operation = toOperation(listed, { ...target, batch: text });
    if (String(operation['url']).includes('{')) continue;
    requests.push(operation);
    text = JSON.stringify({ requests });
    if (requests.length === MAX_OPERATIONS) break;
  }
  return requests.length === 0 ? undefined : formatJson(text);
}

/** Returns a batch with one GET, for an app whose operations are not known. */
export function plainBatch(basePath: string): string {
  return formatJson(JSON.stringify({ requests: [{ id: 'first', method: 'GET', url: `${basePath}/` }] }));
}
