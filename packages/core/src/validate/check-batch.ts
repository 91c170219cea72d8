import { checkBodyBytes } from '../formats/check-body-bytes.js';
import { decodeJsonBatch } from '../formats/decode-json-batch.js';
import { locateJsonFault } from '../formats/find-json-fault.js';
import { BatchProblem } from '../problem/batch-problem.js';
import { type Issue, toPointer } from '../problem/issue.js';
import { type EndpointRules, headerRulesOf, limitsOf } from './endpoint-rules.js';
import { GROUPS_NOT_SUPPORTED } from './groups-not-supported.js';
import { validateBatch } from './validate-batch.js';

/** Something for which an endpoint refuses a batch. */
export interface BatchFault extends Issue {
  /** In malformed JSON, the index of the first character that cannot be there, in UTF-16 units. */
  readonly character?: number | undefined;
}

const UTF8 = new TextEncoder();

/**
 * Returns everything for which an endpoint would refuse a batch in JSON, found by the code of the endpoint: at most 1 000 faults, or
 * none. What only the endpoint can know, such as its option `allow`, is not checked. Takes time linear in the size of the batch.
 *
 * A fault has the `pointer`, `code` and `detail` that an element of `errors` has in the problem `invalid-batch`. What the endpoint
 * refuses with a problem of another type has the name of that type as its `code`, such as `limit-exceeded`.
 *
 * @param text - the batch in JSON.
 * @param rules - what the endpoint says about itself: the answer to its `GET`.
 * @throws {TypeError} if `rules.headers` names a header that the options of no endpoint can contain.
 */
export function checkBatch(text: string, rules: EndpointRules = {}): readonly BatchFault[] {
  const limits = limitsOf(rules);
  const headers = headerRulesOf(rules);
  const { basePath = '', envelopeHeaders = {}, transactions } = rules;
  const root = rules.root === '/' ? '' : rules.root;
  const bytes = UTF8.encode(text);
  try {
    checkBodyBytes(bytes.byteLength, limits.maxBodyBytes);
    const decoded = decodeJsonBatch({ kind: 'bytes', bytes }, { headers: envelopeHeaders, root, limits });
    const { operations } = validateBatch(decoded, { limits, basePath, headers, envelopeHeaders });
    const grouped = operations.find(({ atomicityGroup }) => atomicityGroup !== undefined);
    return transactions === false && grouped !== undefined ? [refusedGroup(grouped.index)] : [];
  } catch (error) {
    if (error instanceof BatchProblem) return faultsOf(error, bytes);
    throw error;
  }
}

function refusedGroup(index: number): BatchFault {
  return {
    pointer: toPointer('requests', index, 'atomicityGroup'),
    code: 'transactions-not-supported',
    detail: GROUPS_NOT_SUPPORTED,
  };
}

function faultsOf({ slug, message, problem }: BatchProblem, bytes: Uint8Array): readonly BatchFault[] {
  const { errors, pointer } = problem as { errors?: readonly BatchFault[]; pointer?: string };
  if (errors !== undefined) return errors;
  const fault = { pointer: pointer ?? '#', code: slug, detail: message };
  return [slug === 'malformed-json' ? { ...fault, character: locateJsonFault(bytes) } : fault];
}
