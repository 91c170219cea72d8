import { firstValue } from '@multistatus/wire';
import { answerStored } from '../encode/answer-outcomes.js';
import { negotiate, notAcceptable } from '../formats/negotiate.js';
import { restoreUnits } from '../journal/restore-units.js';
import { settleRest } from '../journal/settle-rest.js';
import type { AsyncEndpoint, AsyncSupport, JobRequest, WorkPart } from '../options/async-support.js';
import type { Journal } from '../options/journal.js';
import type { AdaptiveSlots } from '../run/adaptive-slots.js';
import { listExchange } from './list-exchange.js';
import { type ListWork, partOperations } from './part-operations.js';
import { refuseList } from './refuse-list.js';
import type { ResolvedBulkOptions } from './resolve-bulk-options.js';
import { runPart } from './run-part.js';
import { withErrorContext } from './with-error-context.js';

/** What a bulk endpoint needs to be answered later, besides its options. */
interface LaterBulk<Extra extends object> {
  readonly support: AsyncSupport;
  readonly journal: Journal;
  /** The slots that the lists share; absent if `limits.concurrency` is a number. */
  readonly slots: AdaptiveSlots | undefined;
  /** Returns what the framework has added to a request to the endpoint; `undefined` for any other request. */
  readonly extraOf: (request: object) => Extra | undefined;
}

/** Returns a bulk endpoint in the form in which its lists are answered later. */
export function createBulkAsyncEndpoint<Item, Extra extends object>(
  options: ResolvedBulkOptions<Item, Extra | JobRequest>,
  { support, journal, slots, extraOf }: LaterBulk<Extra>,
): AsyncEndpoint {
  const { basePath, formats, defaultFormat, headers } = options.shared;
  const optionsFor = (request: unknown): typeof options => {
    const extra = isJob(request) ? request : isObject(request) ? extraOf(request) : undefined;
    return withErrorContext(options, extra ?? {});
  };
  return {
    kind: 'bulk',
    support,
    journal,
    basePath,
    inherited: headers.inherit,
    onError: (error, { operation, request }) => optionsFor(request).shared.onError(error, { operation }),
    run: async (part, hooks) => runPart(listOf(part), hooks, { options, journal, slots }),
    settle: async (part, entry, outcomeOf) =>
      settleRest(partOperations(listOf(part)), { journal, entry }, outcomeOf),
    restore: (part, texts, outcomeOf) => restoreUnits(partOperations(listOf(part)), texts, outcomeOf),
    answer: async (outcomes, head, { request, hasFailures }) => {
      const choice = negotiate(firstValue(request.headers['accept']), formats, {
        format: head.answer.format,
      });
      if (choice === undefined) throw notAcceptable(formats);
      const settings = { options: options.shared, choice, maxResponseBytes: Number.POSITIVE_INFINITY };
      return answerStored(outcomes, listExchange(head, request, settings), !hasFailures);
    },
    refuse: (error, request) => {
      const choice = negotiate(firstValue(request.headers['accept']), formats, { format: defaultFormat });
      return refuseList(error, request, { options: optionsFor(request.outer), choice });
    },
  };
}

/** @throws {TypeError} if it is a part of a batch. */
function listOf(part: WorkPart): ListWork {
  if (part.kind === 'list') return part;
  throw new TypeError('A bulk endpoint cannot run a part of a batch');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isJob(request: unknown): request is JobRequest {
  return isObject(request) && (request as Partial<JobRequest>).isJob === true;
}
