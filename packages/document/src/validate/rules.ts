/** `error`: the RFC requires it ("MUST", or its grammar). `warning`: it recommends it ("SHOULD"). */
export type RuleLevel = 'error' | 'warning';

/** One rule of a 207 document, as far as the document alone shows whether it is kept. */
export interface Rule {
  readonly level: RuleLevel;
  /** Where the rule stands. */
  readonly section: string;
  /** What must hold. */
  readonly title: string;
  /** What to do where it does not. */
  readonly advice: string;
}

/**
 * The rules by their permanent ids; an id is never given to another rule. The numbers that are missing are of rules
 * which a document alone cannot show to be broken.
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
    title: 'A multistatus holds any number of responses and at most one responsedescription',
    advice: 'Put what concerns one resource into its response.',
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
    title: 'An href occurs once over all responses',
    advice: 'Join the responses about one resource, or give each operation an href of its own.',
  },
  X8: {
    level: 'error',
    section: 'RFC 4918 section 14.24',
    title: 'A response has one status, or propstats and one href, and no other part twice',
    advice: 'Write either a status for the whole resource or a propstat for each status of its properties.',
  },
  X9: {
    level: 'error',
    section: 'RFC 4918 section 14.22',
    title: 'A propstat has one prop and one status',
    advice: 'Group the properties by status, a propstat each.',
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
    advice: 'Report how the request ended.',
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
    title: 'An href is an absolute URI or an absolute path, without dot-segment and fragment',
    advice: 'Resolve the reference against the URL of the request before it is written.',
  },
  X15: {
    level: 'error',
    section: 'RFC 4918 section 8.3',
    title: 'Absolute hrefs have the scheme and authority of the request',
    advice: 'Write absolute paths, or make every href from the URL of the request.',
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
    advice: 'Percent-encode each segment, then escape for XML.',
  },
  X18: {
    level: 'error',
    section: 'RFC 4918 section 14.5',
    title: 'An error holds elements, at least one, and no text',
    advice: 'Name the violated condition by an element; put text into responsedescription.',
  },
  X19: {
    level: 'error',
    section: 'RFC 4918 section 16',
    title: 'A condition stands in the error of the propstat if it concerns properties, else of the response',
    advice: 'Move the element into the error of what it concerns.',
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
    title: 'A location stands only beside a status for which Location has a meaning: 201 or 3xx',
    advice: 'Leave the location out.',
  },
  X24: {
    level: 'warning',
    section: 'RFC 4918 section 17',
    title: 'An element in DAV: is one that is defined, in its place',
    advice: 'Give your own elements a namespace of your own.',
  },
  X25: {
    level: 'error',
    section: 'RFC 4918 section 17',
    title: 'An href, a status, a responsedescription and a sync-token hold text only',
    advice: 'Put the element beside it, in a namespace of your own.',
  },
  X26: {
    level: 'error',
    section: 'RFC 4918 section 17',
    title: 'An element made of elements holds no text',
    advice: 'Put text for a user into responsedescription.',
  },
  X27: {
    level: 'warning',
    section: 'RFC 4918 section 17',
    title: 'No processing instruction carries meaning',
    advice: 'Leave processing instructions out; clients ignore them.',
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
    title: 'Only in a propstat of status 200 does a property have a value',
    advice: 'Write the properties of any other status as empty elements.',
  },
  X30: {
    level: 'warning',
    section: 'RFC 4918 section 16',
    title: 'A lock-token-submitted names the locked resource',
    advice: 'Add the href of the root of the lock.',
  },
  X31: {
    level: 'error',
    section: 'XML 1.0 section 2.2',
    title: 'A text holds only characters that XML allows',
    advice: 'Replace or remove control characters and lone surrogates.',
  },
  X36: {
    level: 'error',
    section: 'RFC 6578 section 3.2',
    title: 'There is one sync-token, and beside it a response with a status is a removed member: 404',
    advice: 'Report a member that changed with propstats, one that is gone with status 404.',
  },
  X37: {
    level: 'warning',
    section: 'RFC 6578 section 3.6',
    title: 'A 507 beside a sync-token says that the result is truncated',
    advice: 'Add an error with number-of-matches-within-limits.',
  },
  X38: {
    level: 'warning',
    section: 'RFC 5842 section 7.1',
    title: 'A 208 stands in a propstat only',
    advice: 'Report a member that was reported already in a propstat of status 208.',
  },
} as const;

/** The permanent id of a rule. */
export type RuleId = keyof typeof RULES;

/** What a document does against a rule. */
export interface Violation extends Pick<Rule, 'level' | 'section' | 'advice'> {
  readonly rule: RuleId;
  /**
   * Where: in XML the elements from the root, `/multistatus[1]/response[2]/{urn:x}part[1]`, those of `DAV:` by their
   * local name, each with its number among its siblings of that name; in a `Multistatus` an RFC 6901 pointer.
   */
  readonly path: string;
  /** What is wrong there. */
  readonly message: string;
}
