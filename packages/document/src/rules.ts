export type { Rule, RuleId, RuleLevel, Violation } from './validate/rules.js';
export { RULES } from './validate/rules.js';
export { validateModelInTurns } from './validate/validate-model.js';
