export { boundaryOf, multipartType } from './multipart/content-type.js';
export {
  type HttpRequest,
  readHttpRequest,
  readHttpResponse,
  withoutOuterLineBreaks,
} from './multipart/http-message.js';
export { MultipartError } from './multipart/multipart-error.js';
export { type Field, groupFields } from './multipart/read-fields.js';
export { type Part, partsOf, readMultipart } from './multipart/read-multipart.js';
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
