import type { ExchangeRule } from '../exchange-rules.js';

/** Reports that an answer breaks a rule. `part` is the number of the part at fault, such as `2`, or `2.1` in a changeset. */
export type Report = (rule: ExchangeRule, message: string, part?: string) => void;
