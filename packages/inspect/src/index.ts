export { type Condition, shortName } from './document/describe-conditions.js';
export { type ContentReport, describeContent, type ProblemIssue } from './document/describe-content.js';
export { describeResponses, type PropertyReport, type ResourceReport } from './document/describe-response.js';
export { type Format, formatOfType } from './document/detect-format.js';
export { explainJsonError } from './document/explain-json-error.js';
export {
  type DocumentReading,
  readDocument,
  type Shortfall,
  type UnreadableResponse,
} from './document/read-document.js';
export { describeRefusal, type Refusal, readRefusal } from './document/read-refusal.js';
export { type Exchange, type HeaderFields, headerOf, listOf, type ResponseHead } from './exchange.js';
export type { ExchangeRule } from './exchange-rules.js';
export { exchangeFinding, type Finding, sortFindings } from './finding.js';
export type { FindingLevel } from './finding-level.js';
export type { Decompress } from './har/decompress.js';
export { looksLikeHar } from './har/read-har.js';
export { inspectExchange } from './inspect-exchange.js';
export type { Inspection } from './inspection.js';
export { type MultipartBody, openMultipart } from './multipart/open-multipart.js';
export {
  type BatchReading,
  type BatchRequest,
  isBatch,
  readBatchRequests,
} from './multipart/read-batch-requests.js';
export { type FoundExchanges, type ReadExchangesOptions, readExchanges } from './read-exchanges.js';
export { SECRET_FIELDS } from './secret-fields.js';
