export { fromBase64, isAnyBase64, isBase64, normaliseBase64, toBase64 } from './base64.js';
export { base64Slices } from './base64-slices.js';
export { countOf } from './count-of.js';
export { decodeUtf8 } from './decode-utf8.js';
export { isFieldValue, isToken, TOKEN_PATTERN } from './field-syntax.js';
export {
  isCommonHeader,
  isDeniedHeader,
  isHopByHopHeader,
  isIdentityHeader,
  isInheritable,
  isInheritedHeader,
  isOmittedHeader,
  isOptInHeader,
} from './header-policy.js';
export { toHyphens } from './header-rules.js';
export { type FieldValues, firstValue, headerOf } from './header-value.js';
export { isIdempotentMethod, isSafeMethod } from './http-method.js';
export { isObject } from './is-object.js';
export { escapePointerToken, hasMember, parsePointer, splitPointer, valueAt } from './json-pointer.js';
export {
  isJsonType,
  isNdjsonType,
  isUtf8,
  isXmlType,
  type MediaType,
  NDJSON_TYPES,
  PROBLEM_JSON,
  parseMediaType,
} from './media-type.js';
export { atOnce, inShortTurns, inTurns, nextTurn } from './next-turn.js';
export {
  ID_PATTERN,
  ID_RULE,
  isOperationId,
  NAMEABLE_ID_PATTERN,
  parseBase,
  UNNAMED_ID_PREFIX,
} from './operation-id.js';
export { operationIds } from './operation-ids.js';
export { isOwnHost } from './own-host.js';
export { isProblemUri, toProblemUri } from './problem-uri.js';
export { mapReady, type ReadyIterator, takeReadyFrom } from './ready-iterator.js';
export { isRedirect } from './redirect.js';
export { parseRetryAfter } from './retry-after.js';
export { splitOutsideQuotes } from './split-outside-quotes.js';
export { nearestName, suggestNames } from './suggest-names.js';
export { toCanonicalName } from './to-canonical-name.js';
