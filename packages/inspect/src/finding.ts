import type { DocumentError } from '@multistatus/document';
import { RULES, type RuleId, type Violation } from '@multistatus/document/rules';
import { EXCHANGE_RULES, type ExchangeRule } from './exchange-rules.js';
import type { FindingLevel } from './finding-level.js';

/** Something that is wrong with a 207, or worth knowing about it. */
export interface Finding {
  /**
   * The id of a rule for documents (`X14`), a rule for exchanges (`vary`), or the rule of a `DocumentError` (`json`).
   */
  readonly rule: string;
  /** How serious it is. */
  readonly level: FindingLevel;
  /** The section of the standard that contains the rule, if there is one. */
  readonly section?: string;
  /** The place in the document: a path, a JSON Pointer, or line and column. Absent if the finding is about all of it. */
  readonly where?: string;
  /** What was found, in one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
}

const DOCUMENT_ERROR_ADVICE: Readonly<Record<string, string>> = {
  format:
    'Look at what the server sent: it may be an error page of a proxy, compressed data, or another file.',
  doctype:
    'Write the document without a document type declaration: clients reject it, because it allows attacks.',
  json: 'Write the document with a JSON library; if the text ends early, find out why the transfer was cut off.',
  multipart:
    'Write HTTP messages as parts of type application/http between delimiters, as RFC 2046 and OData say.',
  shape:
    'Write a 207 document: { "responses": [{ "href", "status" }] }, see the README of @multistatus/document.',
  extension: 'Do not use the namespace urn:multistatus:xml:1, which belongs to this library.',
  maxBytes: 'Request less at once: use a lower Depth, or smaller batches.',
  maxDepth: 'Write a flatter document: clients reject one that is nested this deeply.',
  maxElements: 'Request less at once: use a lower Depth, or smaller batches.',
  maxResponses: 'Request less at once: use a lower Depth, or smaller batches.',
};

/** Creates a finding for a rule of exchanges. `where` is the place in the document. */
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

/** Converts a violation of a document to a finding. */
export function violationFinding({ rule, level, section, path, message, advice }: Violation): Finding {
  return { rule, level, section, ...(path === '' ? {} : { where: path }), message, advice };
}

/** Converts the error of a document that cannot be read to a finding. */
export function documentErrorFinding({ rule, message, place }: DocumentError): Finding {
  const where =
    place.part === undefined
      ? (place.pointer ?? `line ${place.line}, column ${place.column}`)
      : `part ${place.part}`;
  const end = message.lastIndexOf(` (${rule}`);
  const known = Object.hasOwn(RULES, rule) ? RULES[rule as RuleId] : undefined;
  return {
    rule,
    level: 'error',
    ...(known === undefined ? {} : { section: known.section }),
    ...(where === '' ? {} : { where }),
    message: end < 0 ? message : message.slice(0, end),
    advice: known?.advice ?? DOCUMENT_ERROR_ADVICE[rule] ?? '',
  };
}

/** Sorts findings by level, the worst first. The order within a level is kept. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  const levels: readonly FindingLevel[] = ['error', 'warning', 'note'];
  return levels.flatMap((level) => findings.filter((finding) => finding.level === level));
}
