import {
  type EnvelopeRequest,
  type EnvelopeResponse,
  type Journal,
  rejectUnknownOptions,
} from '@multistatus/core/adapter';
import { endpointsOf } from '../registry.js';
import { answerMonitor } from './answer-monitor.js';

/** Returns the answer to a request for a monitor; see {@link answerMonitor}. */
export type AnswerMonitor = (request: EnvelopeRequest, path: string) => Promise<EnvelopeResponse>;

/**
 * Returns the function that finds what answers requests for the monitors of a journal. It returns `undefined` while the journal has no
 * endpoints whose requests can be answered later.
 *
 * @throws {TypeError} for an unknown or missing option. `known` names those that the adapter reads itself.
 */
export function monitorAnswers(
  options: { readonly journal: Journal<never> },
  known: readonly string[],
): () => AnswerMonitor | undefined {
  const { journal } = (options ?? {}) as Partial<typeof options>;
  if (typeof journal?.open !== 'function')
    throw new TypeError(
      'batchMonitors.journal must be the journal of the endpoints, which createJournal has returned',
    );
  rejectUnknownOptions('batchMonitors', options, { known: ['journal', ...known] });
  const endpoints = endpointsOf(journal);
  return () => {
    const [first] = endpoints.values();
    if (first === undefined) return undefined;
    return (request, path) => answerMonitor({ endpoints, first }, request, path);
  };
}
