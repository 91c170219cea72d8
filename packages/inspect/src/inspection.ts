import type { MultistatusResponse, Summary } from '@multistatus/document';
import type { ResourceReport } from './document/describe-response.js';
import type { Format } from './document/detect-format.js';
import type { UnreadableResponse } from './document/read-document.js';
import type { Exchange } from './exchange.js';
import type { Finding } from './finding.js';
import type { BatchRequest } from './multipart/read-batch-requests.js';

/** The result of inspecting one 207, multipart answer or multipart batch. */
export interface Inspection {
  /** What was inspected, as it was passed in. */
  readonly exchange: Exchange;
  /** The format that the body shows, or that of the Content-Type if there is no body; `undefined` if it is none of these. */
  readonly format: Format | undefined;
  /** The size of the body; `undefined` if a capture has none. */
  readonly bytes: number | undefined;
  /** The requests, if this is not an answer but a multipart batch. */
  readonly requests?: readonly BatchRequest[];
  /** The responses by result, as a client counts them; `undefined` if the body is not a 207 document. */
  readonly counts: Summary | undefined;
  /** Failed responses come first. */
  readonly responses: readonly ResourceReport[];
  /** The responses of the document that `responses` describes, in the same order, with their headers and bodies. */
  readonly sources: readonly MultistatusResponse[];
  /** The responses that cannot be read. They are not in `counts`. */
  readonly unreadable: readonly UnreadableResponse[];
  /** True if the document is faulty in a place after which nothing can be read. */
  readonly isPartial: boolean;
  /** The worst findings come first. */
  readonly findings: readonly Finding[];
}
