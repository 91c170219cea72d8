import { nextTurn } from '@multistatus/wire';
import { type Checks, type Finding, PAUSE, type RuleDocument } from './rule-node.js';
import { RULES, type RuleId, type Violation } from './rules.js';
import { CONTENT_CHECKS } from './validate-content.js';
import { HREF_CHECKS } from './validate-hrefs.js';
import { STATUS_CHECKS } from './validate-status.js';
import { STRUCTURE_CHECKS } from './validate-structure.js';

const CHECKS: Checks = { ...STRUCTURE_CHECKS, ...HREF_CHECKS, ...STATUS_CHECKS, ...CONTENT_CHECKS };
const RULE_IDS = Object.keys(RULES) as RuleId[];

/** How many rules are checked for a response, or responses converted, between two pauses. */
const STEPS_PER_TURN = 256;

/** The steps of a validation, between which other work may run. */
export type Steps<Result> = Generator<typeof PAUSE | undefined, Result, undefined>;

/** Returns the violations of a document, in the order of the rule numbers. */
export function* checkRules(document: RuleDocument): Steps<Violation[]> {
  const violations: Violation[] = [];
  for (const id of RULE_IDS) {
    for (const finding of CHECKS[id]?.(document) ?? []) {
      if (finding === undefined) yield;
      else violations.push(toViolation(id, finding));
    }
  }
  return violations;
}

/** Creates the violation of a rule at one place. */
export function toViolation(rule: RuleId, { path, message, level = RULES[rule].level }: Finding): Violation {
  const { section, advice } = RULES[rule];
  return { rule, level, path, message, section, advice };
}

/** Runs all steps in one turn of the event loop. */
export function runSteps<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Runs the steps in several turns of the event loop, so that other work runs in the meantime. */
export async function runStepsInTurns<Result>(steps: Steps<Result>): Promise<Result> {
  for (let count = 1; ; count += 1) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (step.value === PAUSE || count % STEPS_PER_TURN === 0) await nextTurn();
  }
}
