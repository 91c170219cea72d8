import { countOf, nextTurn } from '@multistatus/wire';
import { DocumentError } from '../document-error.js';
import type { Multistatus } from '../multistatus.js';
import { type ReadLimits, type ResolvedReadLimits, resolveReadLimits } from '../read/read-limits.js';
import { modelToRuleDocument } from './model-to-rule-document.js';
import { type Checks, type Finding, PAUSE, type RuleDocument } from './rule-node.js';
import { RULES, type RuleId, type Violation } from './rules.js';
import { CONTENT_CHECKS } from './validate-content.js';
import { HREF_CHECKS } from './validate-hrefs.js';
import { STATUS_CHECKS } from './validate-status.js';
import { STRUCTURE_CHECKS } from './validate-structure.js';
import { xmlToRuleDocument } from './xml-to-rule-document.js';

const CHECKS: Checks = { ...STRUCTURE_CHECKS, ...HREF_CHECKS, ...STATUS_CHECKS, ...CONTENT_CHECKS };
const RULE_IDS = Object.keys(RULES) as RuleId[];

/** How many rules are checked for a response, or responses converted, between two pauses. */
const STEPS_PER_TURN = 256;

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
  const steps = validate(document, resolveReadLimits(options));
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Resolves with what {@link validateMultistatus} returns, and rejects with what it throws. Other work runs in the meantime: a
 * long document does not block the event loop. Do not change a model before the promise has settled.
 */
export async function validateMultistatusInTurns(
  document: string | Multistatus,
  options?: ReadLimits,
): Promise<Violation[]> {
  const steps = validate(document, resolveReadLimits(options));
  for (let count = 1; ; count += 1) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (step.value === PAUSE || count % STEPS_PER_TURN === 0) await nextTurn();
  }
}

type Steps<Result> = Generator<typeof PAUSE | undefined, Result, undefined>;

function* validate(document: string | Multistatus, limits: ResolvedReadLimits): Steps<Violation[]> {
  if (typeof document !== 'string') return yield* checkRules(yield* modelToRuleDocument(document));
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

function* checkRules(document: RuleDocument): Steps<Violation[]> {
  const violations: Violation[] = [];
  for (const id of RULE_IDS) {
    for (const finding of CHECKS[id]?.(document) ?? []) {
      if (finding === undefined) yield;
      else violations.push(toViolation(id, finding));
    }
  }
  return violations;
}

function toViolation(rule: RuleId, { path, message, level = RULES[rule].level }: Finding): Violation {
  const { section, advice } = RULES[rule];
  return { rule, level, path, message, section, advice };
}
