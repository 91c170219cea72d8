import type { RuleId } from '@multistatus/document/xml-reader';

/** What is expected of an answer. By default, every response is a success, and no rule is broken. */
export interface Expected {
  readonly failed?: number;
  /** Members that were removed (RFC 6578). */
  readonly removed?: number;
  readonly redirected?: number;
  /** The rules that it breaks, and how often. Each was checked by hand. */
  readonly breaks?: { readonly [Rule in RuleId]?: number };
  /** The error of an answer that is not a readable 207 document. */
  readonly refused?: string;
}

/** The answers of real servers that report something other than successes, or break a rule. */
export const OF_SERVERS: Readonly<Record<string, Expected>> = {
  'apache/10-pp-fail': { failed: 1 },
  'apache/14-lock-tree-conflict': { failed: 2 },
  'apache/15-copy-over-locked': { failed: 1 },
  'apache/16-move-tree-locked': { failed: 1 },
  'apache/17-delete-tree-locked': { failed: 1 },
  'apache/19-delete-perm': { failed: 3 },
  // The brackets of "[x]{y}.txt" are not percent-encoded, as RFC 3986 asks for.
  'nginx/03-pf1-allprop': { breaks: { X17: 1 } },
  // The collection itself: the request had no slash at the end, and the answer has none either.
  'nginx/04-pf1-noslash': { breaks: { X16: 1, X17: 1 } },
  'nginx/05-pf1-prop': { breaks: { X17: 1 } },
  'nginx/06-pf1-propname': { breaks: { X17: 1 } },
  // The second href was asked for in a multiget, and does not exist.
  'radicale/08-multiget': { failed: 1 },
  'radicale/13-sync-delta': { removed: 1 },
  'radicale/14-sync-limit': { removed: 1 },
  'radicale/16-ab-multiget': { failed: 1 },
  // Responses with an href and nothing else; a free-busy-query is answered with text/calendar (RFC 4791 section 7.10).
  'radicale/18-freebusy': {
    refused: 'a response has neither status nor propstat (X8, line 2, column 27)',
    breaks: { X8: 3 },
  },
  'rclone/08-pp-ok': { failed: 1 },
  'rclone/09-pp-remove': { failed: 1 },
  'rclone/10-pp-fail': { failed: 1 },
  'sabre4/10-pp-fail': { failed: 1 },
  'sabre4/25-sync-delta': { removed: 1 },
  'sabre4/32-pp-fail': { failed: 1 },
  // Beside properties that were found, one for which the server answers 501.
  'xandikos/01-pf-root': { failed: 1 },
  // Where Xandikos writes the request URL as an href, it percent-encodes the whole of it: "http%3A//127.0.0.1...".
  'xandikos/03-mkcalendar-again': { failed: 1, breaks: { X14: 1 } },
  'xandikos/04-putbad': { failed: 1, breaks: { X14: 1 } },
  'xandikos/05-putdupuid': { failed: 1, breaks: { X14: 1 } },
  'xandikos/10-multiget': { failed: 1 },
  'xandikos/14-sync-delta': { removed: 1 },
  'xandikos/17-ab-multiget': { failed: 1 },
  'xandikos/18-principal-search-props': { failed: 1, breaks: { X14: 1 } },
  'xandikos/19-principal-search': { failed: 1, breaks: { X14: 1 } },
  'xandikos/20-pp-ok': { failed: 1, breaks: { X14: 1 } },
  'xandikos/21-pp-fail': { failed: 1, breaks: { X14: 1 } },
  // A PROPPATCH: the property was not set.
  'xandikos/22-pp-item': { failed: 1, breaks: { X14: 1 } },
};

/** The answers in the form of other servers. */
export const OF_FORMS: Readonly<Record<string, Expected>> = {
  'baikal-multiget': { failed: 1 },
  'calendarserver-put': { failed: 1 },
  // Truncated: the 507 is a failure beside a removed member.
  'cyrus-sync-truncated': { failed: 1, removed: 1 },
  'davical-proppatch': { failed: 1 },
  'davical-sync': { removed: 1 },
  'exchange-bdelete': { failed: 1 },
  // A property that may not be read.
  'fastmail-propfind': { failed: 1 },
  'google-caldav-multiget': { failed: 1 },
  'google-caldav-sync': { removed: 1 },
  'icloud-sync': { removed: 1 },
  'mod-dav-locked': { failed: 2, breaks: { X30: 1 } },
  'nginx-old-missing': { failed: 1 },
  // A status beside an empty propstat.
  'owncloud-sync': { removed: 1, breaks: { X8: 1 } },
  'proxied-520': { failed: 2 },
  'redirect-reference': { redirected: 1 },
  'sharepoint-propfind': { breaks: { X16: 1 } },
  'sogo-sync': { removed: 1 },
  'tomcat-delete': { failed: 2 },
};
