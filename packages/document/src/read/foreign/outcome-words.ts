import { wordsOf } from '../words-of.js';

// What names and words of other services mean, in the form of `plainName`. They are sorted by meaning, not by service.

// The outcomes of a document have the same names.
const PLAIN_NAMES = new Map<string, string>();
const MAX_PLAIN_NAMES = 1000;
const MAX_PLAIN_LENGTH = 40;

/** Returns a name or a word without case, digits, spaces and punctuation: `http_status_code` becomes `httpstatuscode`. */
export function plainName(name: string): string {
  const known = PLAIN_NAMES.get(name);
  if (known !== undefined) return known;
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  if (PLAIN_NAMES.size < MAX_PLAIN_NAMES && name.length <= MAX_PLAIN_LENGTH) PLAIN_NAMES.set(name, plain);
  return plain;
}

/** Members that must say whether an outcome succeeded, if they are there. */
export const STATUS_NAMES: ReadonlySet<string> = wordsOf(`
  status statuscode httpstatus httpstatuscode httpcode itemstatus operationstatus processingstatus
  publishingstatus responsestatus responsecode
`);
/** Members that may say whether an outcome succeeded, or anything else. */
export const STATE_NAMES: ReadonlySet<string> = wordsOf('code state result outcome resultcode returncode');
/** Members that may say it by a word such as `error`, and mostly say something else. */
export const TYPE_NAMES: ReadonlySet<string> = new Set(['type', 'kind', 'tag', 'severity']);
/** Members with the content of a success. */
export const RESULT_NAMES: ReadonlySet<string> = new Set(['result', 'response', 'data', 'output']);
/** Members of an error whose word may correspond to a status code. */
export const ERROR_WORD_NAMES: ReadonlySet<string> = wordsOf(`
  code errorcode statuscode status state result error type errortype category reason name scimtype
`);
/** Members that are true for a success. */
export const SUCCESS_NAMES: ReadonlySet<string> = wordsOf(`
  success succeeded successful issuccess issuccessful wassuccessful ok isok accepted acknowledged
  valid isvalid successcount succeededcount successfulcount numsuccess numsucceeded numsuccessful
  totalsuccess totalsucceeded totalsuccessful okcount
`);
/** Members that name an outcome. Those that the client chose come first. */
export const ID_NAMES: readonly string[] = [
  ...wordsOf(`
  objectwritetraceid bulkid customid referenceid correlationid contentid id key uuid guid arn eid
  objectid itemid operationid resourceid recordid
`),
];
/** Members with a text for the user, the most specific first. */
export const DESCRIPTION_NAMES: readonly string[] = [
  ...wordsOf(`
  errormessage errordescription errormsg message msg detail description reason title error errors
  json
`),
];
/** Members with content, which may report anything: it is not searched for failures if its outcome is a success. */
export const CONTENT_NAMES: ReadonlySet<string> = wordsOf(`
  body headers httpheaders properties attributes source resource resourcebody record entity
`);
/** Members of a document that list something other than outcomes. */
export const OTHER_LISTS: ReadonlySet<string> = new Set(['schemas', 'links', 'warnings', 'included']);
/** Members that say that a document is only a part of the answer, unless they are empty. */
export const MORE_NAMES: ReadonlySet<string> = wordsOf(`
  nextlink odatanextlink next nextpage nextpagetoken nextcursor hasmore morerecords
  partial ispartial incomplete isincomplete truncated istruncated
`);

const FAILURE =
  /error|^errs?$|^err(?:no|msg|code)|fail|exception|fault|reject|problem|^un(?:process|serviced|sent|delivered|handled|resolved|matched|saved)|invalid|unsuccess|denied|conflict|skipped|timedout|abort|cancell?ed|rolledback|^not(?:found|created|updated|destroyed|deleted|processed|saved|imported|inserted|sent|delivered|indexed)/;
const NO_FAILURE = /default|policy|onerror|onfail|failover|failfast|^max|threshold|toleran/;
const STATE = /(?:status|statuscode|state|outcome|result)$/;
const DONE =
  /^(?:created|updated|deleted|upserted|inserted|added|removed|saved|processed|completed?|imported|published|sent|delivered|stored|applied|done|finished)$/;
const SUCCESS_LIST =
  /^(?:succe|ok|created|updated|deleted|upserted|inserted|added|removed|saved|accepted|processed|completed|imported|published|destroyed|valid|new)/;
const FAILURE_WORD =
  /error|fail|exception|fault|reject|invalid|malformed|unprocess|unsuccess|unauthor|unavailable|denied|forbid|conflict|duplicate|exists|notfound|missing|exceed|limit|throttl|timeout|timedout|abort|cancel|skip|partial|incomplete|bounced|dropped|halted|not(?:created|updated|deleted|processed|modifiable|allowed|implemented)/;
const TYPE_WORD = /^(?:error(?:s|ed)?|fail(?:ed|ure)|exception|fault|succe(?:ss|eded))$/;
const SUCCESS_WORDS: ReadonlySet<string> = wordsOf(`
  ok success succeeded successful complete completed done passed valid found created updated modified
  deleted removed added inserted upserted merged saved accepted submitted processed imported indexed
  published sent delivered noop nocontent unchanged notmodified none noerror noerrors true
`);
const WORD_STATUS: readonly (readonly [RegExp, number])[] = [
  [/unauthor|unauthenticated|authentication/, 401],
  [/forbid|denied|permission|scopes/, 403],
  [/notfound|missing/, 404],
  [/conflict|exists|duplicate/, 409],
  [/precondition/, 412],
  [/ratelimit|toomany|throttl|throughput|quota/, 429],
  [/invalid|validation|badrequest|malformed|required/, 400],
  [/unavailable/, 503],
  [/timeout|timedout|deadline/, 504],
];

/** Checks whether the name of a member says that it is about failures: `errors`, `failedCount`, `UnprocessedItems`. */
export function isFailureName(plain: string): boolean {
  return FAILURE.test(plain) && !NO_FAILURE.test(plain);
}

/** Checks whether a member lists successes: `created`, `Successful`, `updated_members`. */
export function isSuccessListName(plain: string): boolean {
  return SUCCESS_LIST.test(plain) && !FAILURE.test(plain);
}

/** Checks whether a member may be a state, such as `provisioningState`. Only a failure counts there. */
export function isStateName(plain: string): boolean {
  return STATE.test(plain);
}

/** Checks whether a member that is false says that something was not done, such as `processed`. */
export function isDoneName(plain: string): boolean {
  return DONE.test(plain);
}

/** Returns what a word such as `submitted` or `NOT_FOUND` says; `undefined` if that is not known. */
export function meaningOfWord(word: string): 'success' | 'failure' | undefined {
  const plain = plainName(word);
  if (SUCCESS_WORDS.has(plain)) return 'success';
  return FAILURE_WORD.test(plain) ? 'failure' : undefined;
}

/** Returns what a `type` or `kind` says. Most of them say nothing about success or failure. */
export function meaningOfType(type: string): 'success' | 'failure' | undefined {
  return TYPE_WORD.test(plainName(type)) ? meaningOfWord(type) : undefined;
}

/** Returns the status code that comes closest to an error code such as `OBJECT_NOT_FOUND`. */
export function statusOfWord(word: string): number | undefined {
  const plain = plainName(word);
  return WORD_STATUS.find(([pattern]) => pattern.test(plain))?.[1];
}
