export { boundaryOf, multipartType } from './multipart/content-type.js';
export {
  type HttpRequest,
  type HttpResponse,
  type MessageLimits,
  readHttpRequest,
  readHttpResponse,
  withoutOuterLineBreaks,
} from './multipart/http-message.js';
export { MultipartError, type MultipartFault } from './multipart/multipart-error.js';
export { type Field, groupFields } from './multipart/read-fields.js';
export { type MultipartLimits, type Part, partsOf, readMultipart } from './multipart/read-multipart.js';
export { sniffBoundary } from './multipart/sniff-boundary.js';
export {
  httpPartFields,
  newBoundary,
  type OutgoingPart,
  type Piece,
  requestHead,
  responseHead,
  writeMultipart,
} from './multipart/write-multipart.js';
