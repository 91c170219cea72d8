import type { DocumentError } from '@multistatus/document';
import { RULES, type RuleId, type Violation } from '@multistatus/document/xml-reader';
import { EXCHANGE_RULES, type ExchangeRule } from './exchange-rules.js';

/** `error`: the 207 is not valid. `warning`: it is, and will harm someone. `note`: good to know. */
export type FindingLevel = 'error' | 'warning' | 'note';

/** Something that is wrong with a 207, or worth to know of it. */
export interface Finding {
  /** The id of a rule of documents (`X14`), a name of the table of exchanges (`vary`), or of a fault (`json`). */
  readonly rule: string;
  readonly level: FindingLevel;
  /** Where the rule stands, if it is one of a standard. */
  readonly section?: string;
  /** A place in the document: a path, a pointer, or line and column. */
  readonly where?: string;
  readonly message: string;
  readonly advice: string;
}

const FAULT_ADVICE: Readonly<Record<string, string>> = {
  format: 'Look at what the server sent: it may be a page of a proxy, compressed, or another file.',
  doctype:
    'Write the document without a document type declaration: clients refuse it, as it is a way of attack.',
  json: 'Write the document with a JSON library; if the text ends early, see why the transfer was cut.',
  shape:
    'Write a 207 document: { "responses": [{ "href", "status" }] }, see the README of @multistatus/document.',
  extension: 'Leave the namespace urn:multistatus:xml:1 to this library.',
  maxBytes: 'Ask for less at once: a lower Depth, or smaller batches.',
  maxDepth: 'Write a flatter document: clients refuse one as deep as this.',
  maxElements: 'Ask for less at once: a lower Depth, or smaller batches.',
  maxResponses: 'Ask for less at once: a lower Depth, or smaller batches.',
};

/** Gives a finding about an exchange. */
export function exchangeFinding(rule: ExchangeRule, message: string, where?: string): Finding {
  const { level, section, advice } = EXCHANGE_RULES[rule];
  return {
    rule,
    level,
    ...(section === '' ? {} : { section }),
    ...(where === undefined ? {} : { where }),
    message,
    advice,
  };
}

/** Gives what a document does against a rule as a finding. */
export function violationFinding({ rule, level, section, path, message, advice }: Violation): Finding {
  return { rule, level, section, where: path === '' ? 'the whole document' : path, message, advice };
}

/** Gives the reason why a document cannot be read as a finding. */
export function faultFinding({ rule, message, place }: DocumentError): Finding {
  const where =
    place.pointer === undefined
      ? `line ${place.line}, column ${place.column}`
      : place.pointer || 'the whole document';
  const end = message.lastIndexOf(` (${rule}, `);
  const known = Object.hasOwn(RULES, rule) ? RULES[rule as RuleId] : undefined;
  return {
    rule,
    level: 'error',
    ...(known === undefined ? {} : { section: known.section }),
    where,
    message: end < 0 ? message : message.slice(0, end),
    advice: known?.advice ?? FAULT_ADVICE[rule] ?? '',
  };
}

/** Gives findings with the worst first, else as they were. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const levels: readonly FindingLevel[] = ['error', 'warning', 'note'];
  return levels.flatMap((level) => findings.filter((finding) => finding.level === level));
}
