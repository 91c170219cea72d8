export { boundaryOf } from './multipart/boundary-of.js';
export { type MessageLimits, readHttpRequest, readHttpResponse } from './multipart/http-message.js';
export { MultipartError } from './multipart/multipart-error.js';
export { type MultipartLimits, type Part, readMultipart } from './multipart/read-multipart.js';
export { type OutgoingPart, requestHead, responseHead, writeMultipart } from './multipart/write-multipart.js';
