import type { Multistatus } from '../multistatus.js';
import { checkRules, runStepsInTurns, type Steps } from './check-rules.js';
import { modelToRuleDocument } from './model-to-rule-document.js';
import type { Violation } from './rules.js';

/** The steps in which a document that has been read is validated. */
export function* validateModel(document: Multistatus): Steps<Violation[]> {
  return yield* checkRules(yield* modelToRuleDocument(document));
}

/**
 * Resolves with the violations of a document that has been read, in the order of the rule numbers: what
 * `validateMultistatusInTurns` resolves with, without the XML parser. Other work runs in the meantime. Do not change the document
 * before the promise has settled.
 */
export function validateModelInTurns(document: Multistatus): Promise<Violation[]> {
  return runStepsInTurns(validateModel(document));
}
