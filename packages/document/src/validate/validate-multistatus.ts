import { countOf } from '@multistatus/wire';
import { DocumentError } from '../document-error.js';
import type { Multistatus } from '../multistatus.js';
import { type ReadLimits, type ResolvedReadLimits, resolveReadLimits } from '../read/read-limits.js';
import { checkRules, runSteps, runStepsInTurns, type Steps, toViolation } from './check-rules.js';
import type { Violation } from './rules.js';
import { validateModel } from './validate-model.js';
import { xmlToRuleDocument } from './xml-to-rule-document.js';

/**
 * Returns the violations of a 207 document, in the order of the rule numbers. An empty array means that it breaks none
 * of the rules that can be checked with the document alone. For an XML text that is not well-formed, the only violation
 * is X1 or X31.
 *
 * Works in one turn of the event loop, which takes about 20 microseconds for each response. A server should use
 * {@link validateMultistatusInTurns} for documents of more than a few hundred responses.
 *
 * @throws {DocumentError} if an XML text has a document type declaration or exceeds a limit.
 * @throws {RangeError} if a limit is out of bounds.
 */
export function validateMultistatus(document: string | Multistatus, options?: ReadLimits): Violation[] {
  return runSteps(validate(document, resolveReadLimits(options)));
}

/**
 * Resolves with what {@link validateMultistatus} returns, and rejects with what it throws. Other work runs in the meantime: a
 * long document does not block the event loop. Do not change a model before the promise has settled.
 */
export async function validateMultistatusInTurns(
  document: string | Multistatus,
  options?: ReadLimits,
): Promise<Violation[]> {
  return runStepsInTurns(validate(document, resolveReadLimits(options)));
}

function* validate(document: string | Multistatus, limits: ResolvedReadLimits): Steps<Violation[]> {
  if (typeof document !== 'string') return yield* validateModel(document);
  if (document.length > limits.maxBytes) {
    throw new DocumentError('maxBytes', `the document exceeds ${countOf(limits.maxBytes, 'byte')}`, {
      line: 1,
      column: 1,
    });
  }
  try {
    return yield* checkRules(yield* xmlToRuleDocument(document, limits));
  } catch (error) {
    if (!(error instanceof DocumentError) || (error.rule !== 'X1' && error.rule !== 'X31')) throw error;
    return [toViolation(error.rule, { path: '', message: error.message })];
  }
}
