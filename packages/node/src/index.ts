export { compileItemSchema, type ItemJsonSchema } from './compile-item-schema.js';
export { cutOff } from './cut-off.js';
export { discardRest } from './discard-rest.js';
export { dispatchTo } from './dispatch-to.js';
export { type PreparedResponse, prepareResponse } from './prepare-response.js';
export { readEnvelope } from './read-envelope.js';
export { sendReport } from './send-report.js';
export { toBytes } from './to-bytes.js';
export { writeEnvelope } from './write-envelope.js';
