import { countOf } from '@multistatus/wire';
import { DocumentError } from '../document-error.js';
import type { Multistatus } from '../multistatus.js';
import { type ReadLimits, resolveReadLimits } from '../read/read-limits.js';
import { modelToRuleDocument } from './model-to-rule-document.js';
import type { Checks, Finding, RuleDocument } from './rule-node.js';
import { RULES, type RuleId, type Violation } from './rules.js';
import { CONTENT_CHECKS } from './validate-content.js';
import { HREF_CHECKS } from './validate-hrefs.js';
import { STATUS_CHECKS } from './validate-status.js';
import { STRUCTURE_CHECKS } from './validate-structure.js';
import { xmlToRuleDocument } from './xml-to-rule-document.js';

const CHECKS: Checks = { ...STRUCTURE_CHECKS, ...HREF_CHECKS, ...STATUS_CHECKS, ...CONTENT_CHECKS };
const RULE_IDS = Object.keys(RULES) as RuleId[];

/**
 * Returns the violations of a 207 document, in the order of the rule numbers. An empty array means that it breaks none
 * of the rules that can be checked with the document alone. For an XML text that is not well-formed, the only violation
 * is X1 or X31.
 *
 * @throws {DocumentError} if an XML text has a document type declaration or exceeds a limit.
 * @throws {RangeError} if a limit is out of bounds.
 */
export function validateMultistatus(document: string | Multistatus, options?: ReadLimits): Violation[] {
  const limits = resolveReadLimits(options);
  if (typeof document !== 'string') return checkRules(modelToRuleDocument(document));
  if (document.length > limits.maxBytes) {
    throw new DocumentError('maxBytes', `the document exceeds ${countOf(limits.maxBytes, 'byte')}`, {
      line: 1,
      column: 1,
    });
  }
  try {
    return checkRules(xmlToRuleDocument(document, limits));
  } catch (error) {
    if (!(error instanceof DocumentError) || (error.rule !== 'X1' && error.rule !== 'X31')) throw error;
    return [toViolation(error.rule, { path: '', message: error.message })];
  }
}

function checkRules(document: RuleDocument): Violation[] {
  return RULE_IDS.flatMap((id) =>
    [...(CHECKS[id]?.(document) ?? [])].map((finding) => toViolation(id, finding)),
  );
}

function toViolation(rule: RuleId, { path, message }: Finding): Violation {
  const { level, section, advice } = RULES[rule];
  return { rule, level, path, message, section, advice };
}
