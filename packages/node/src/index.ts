export { discardRest } from './discard-rest.js';
export { dispatchTo } from './dispatch-to.js';
export { readEnvelope } from './read-envelope.js';
export { sendReport } from './send-report.js';
export { closeAfterwards, withoutRest, writeEnvelope } from './write-envelope.js';
