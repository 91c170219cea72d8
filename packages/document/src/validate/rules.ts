/** `error`: the RFC requires it ("MUST", or its grammar). `warning`: the RFC recommends it ("SHOULD"). */
export type RuleLevel = 'error' | 'warning';

/** One rule for 207 documents that can be checked with the document alone. */
export interface Rule {
  /** How serious a violation is. */
  readonly level: RuleLevel;
  /** The section of the standard that contains the rule. */
  readonly section: string;
  /** The requirement, as a statement that must be true. */
  readonly title: string;
  /** How to correct a violation. */
  readonly advice: string;
}

/**
 * The rules by id. Ids are permanent: none is ever reused for another rule. Missing numbers belong to rules that cannot
 * be checked with the document alone.
 */
export const RULES = {
  X1: {
    level: 'error',
    section: 'RFC 4918 section 8.2',
    title: 'The document is well-formed XML 1.0 with namespaces',
    advice: 'Write the document with an XML library, and declare every prefix.',
  },
  X2: {
    level: 'error',
    section: 'RFC 4918 section 14',
    title: 'The root is multistatus, and it and all its parts are in the namespace DAV:',
    advice: 'Declare xmlns:D="DAV:", with the colon, and write the elements with that prefix.',
  },
  X4: {
    level: 'warning',
    section: 'RFC 4918 section 19',
    title: 'The XML declaration names UTF-8',
    advice: 'Write UTF-8, and say so in the XML declaration and in the Content-Type.',
  },
  X5: {
    level: 'error',
    section: 'RFC 4918 section 14.16',
    title: 'A multistatus contains any number of responses and at most one responsedescription',
    advice: 'Move the description of a single resource into its response.',
  },
  X6: {
    level: 'error',
    section: 'RFC 4918 section 13',
    title: 'A response has an href',
    advice: 'Name the resource of every response.',
  },
  X7: {
    level: 'error',
    section: 'RFC 4918 section 14.24',
    title: 'An href occurs only once across all responses',
    advice: 'Merge the responses about one resource, or give each operation its own href.',
  },
  X8: {
    level: 'error',
    section: 'RFC 4918 section 14.24',
    title: 'A response has one status, or propstats and a single href, and no other element twice',
    advice: 'Write either a status for the whole resource or a propstat for each status of its properties.',
  },
  X9: {
    level: 'error',
    section: 'RFC 4918 section 14.22',
    title: 'A propstat has one prop and one status',
    advice: 'Group the properties by status, with one propstat per status.',
  },
  X11: {
    level: 'error',
    section: 'RFC 4918 section 14.28',
    title: 'A status is a status line',
    advice: 'Write HTTP/1.1, the code, a space and the reason phrase, which may be empty.',
  },
  X12: {
    level: 'warning',
    section: 'RFC 4918 section 13',
    title: 'A status is final: 2xx, 3xx, 4xx or 5xx',
    advice: 'Report the final status of the request.',
  },
  X13: {
    level: 'error',
    section: 'RFC 4918 section 8.3',
    title: 'All hrefs are absolute URIs, or all are absolute paths',
    advice: 'Choose one form for the whole document; absolute paths survive proxies.',
  },
  X14: {
    level: 'error',
    section: 'RFC 4918 section 8.3',
    title: 'An href is an absolute URI or an absolute path, without dot-segments or a fragment',
    advice: 'Resolve the reference against the request URL before writing it.',
  },
  X15: {
    level: 'error',
    section: 'RFC 4918 section 8.3',
    title: 'Absolute hrefs have the scheme and authority of the request',
    advice: 'Write absolute paths, or build every href from the request URL.',
  },
  X16: {
    level: 'warning',
    section: 'RFC 4918 section 8.3',
    title: 'The href of a collection ends in a slash',
    advice: 'Add the slash.',
  },
  X17: {
    level: 'error',
    section: 'RFC 4918 section 8.3.1',
    title: 'An href is percent-encoded',
    advice: 'Percent-encode each segment, then escape it for XML.',
  },
  X18: {
    level: 'error',
    section: 'RFC 4918 section 14.5',
    title: 'An error contains at least one element, and no text',
    advice: 'Name the violated condition with an element; put text into responsedescription.',
  },
  X19: {
    level: 'error',
    section: 'RFC 4918 section 16',
    title:
      'A condition is in the error of the propstat if it concerns properties, otherwise in that of the response',
    advice: 'Move the element into the error of the propstat or response that it concerns.',
  },
  X20: {
    level: 'error',
    section: 'RFC 4918 section 14.9',
    title: 'A location has one href',
    advice: 'Write the target as the href inside location.',
  },
  X21: {
    level: 'error',
    section: 'RFC 4918 section 13.2',
    title: 'A redirect has a location',
    advice: 'Add the location element with the target of the redirect.',
  },
  X22: {
    level: 'warning',
    section: 'RFC 4918 section 14.9',
    title: 'In XML, a location occurs only with a status for which Location has a meaning: 201 or 3xx',
    advice: 'Remove the location.',
  },
  X24: {
    level: 'warning',
    section: 'RFC 4918 section 17',
    title: 'Every element in the namespace DAV: is one that the RFCs define, in its defined place',
    advice: 'Put your own elements into a namespace of your own.',
  },
  X25: {
    level: 'error',
    section: 'RFC 4918 section 17',
    title: 'An href, a status, a responsedescription and a sync-token contain only text',
    advice: 'Move the element out of it, into a namespace of your own.',
  },
  X26: {
    level: 'error',
    section: 'RFC 4918 section 17',
    title: 'An element whose content consists of elements contains no text',
    advice: 'Put text for the user into responsedescription.',
  },
  X27: {
    level: 'warning',
    section: 'RFC 4918 section 17',
    title: 'No processing instruction carries meaning',
    advice: 'Remove processing instructions; clients ignore them.',
  },
  X28: {
    level: 'error',
    section: 'RFC 4918 section 9.1',
    title: 'A property occurs once in a response',
    advice: 'Report each property in one propstat only.',
  },
  X29: {
    level: 'warning',
    section: 'RFC 4918 section 14.22',
    title: 'A property has a value only in a propstat with status 200',
    advice: 'Write properties with any other status as empty elements.',
  },
  X30: {
    level: 'warning',
    section: 'RFC 4918 section 16',
    title: 'A lock-token-submitted names the locked resource',
    advice: 'Add the href of the lock root.',
  },
  X31: {
    level: 'error',
    section: 'XML 1.0 section 2.2',
    title: 'A text contains only characters that XML allows',
    advice: 'Replace or remove control characters and lone surrogates.',
  },
  X36: {
    level: 'error',
    section: 'RFC 6578 section 3.2',
    title: 'There is one sync-token, and with it a response that has a status reports a removed member (404)',
    advice: 'Report a changed member with propstats, and a removed member with status 404.',
  },
  X37: {
    level: 'warning',
    section: 'RFC 6578 section 3.6',
    title: 'A 507 in a document with a sync-token says that the result is truncated',
    advice: 'Add an error with number-of-matches-within-limits.',
  },
  X38: {
    level: 'warning',
    section: 'RFC 5842 section 7.1',
    title: 'A 208 occurs only in a propstat',
    advice: 'Report a member that has already been reported in a propstat with status 208.',
  },
} as const;

/** The permanent id of a rule. */
export type RuleId = keyof typeof RULES;

/** One violation of a rule by a document. */
export interface Violation extends Pick<Rule, 'section' | 'advice'> {
  /** The id of the rule that the document breaks. */
  readonly rule: RuleId;
  /**
   * That of the rule, with one exception: X24 is an error for an element of RFC 4918 section 14 in a wrong place,
   * because readers refuse it.
   */
  readonly level: RuleLevel;
  /**
   * The place of the violation. In XML, the elements from the root, such as
   * `/multistatus[1]/response[2]/{urn:x}part[1]`: each with its number among siblings of the same name, and those of
   * `DAV:` by local name. In a `Multistatus`, an RFC 6901 pointer.
   */
  readonly path: string;
  /** What is wrong at `path`. */
  readonly message: string;
}
