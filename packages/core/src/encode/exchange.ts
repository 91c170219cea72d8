import type { Summary } from '@multistatus/document';
import type { AnswerChoice } from '../formats/format-index.js';
import type { EnvelopeHeaders, EnvelopeRequest } from '../http/envelope.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

/** What the answer to one request depends on, besides its outcomes: the request itself and the options. */
export interface Exchange {
  readonly options: Pick<ResolvedOptions, 'basePath' | 'status' | 'headers' | 'cookies' | 'onError'>;
  /** The limit in bytes for the bodies of all responses together, as they are written. */
  readonly maxResponseBytes: number;
  /** Called with the bytes of a body of a streamed answer once the client has taken it. */
  readonly onTaken?: ((bytes: number) => void) | undefined;
  /** How the answer is written. */
  readonly choice: AnswerChoice;
  /** The request object of the framework; `undefined` if the answer is written without it. */
  readonly outer: unknown;
  /** The headers of the request. */
  readonly headers: EnvelopeHeaders;
  /** The Host header of the request. */
  readonly host: string | undefined;
  /** The headers that the app has set on the response so far. */
  readonly responseHeaders: EnvelopeRequest['responseHeaders'];
  /** The path of the endpoint as the client sees it, without query and trailing slashes. */
  readonly path: string;
  /** The href of an operation without a URL of its own, up to its index: `/batch/operations/`. */
  readonly operationsPath: string;
  /** The member that identifies an operation in the document. */
  readonly namedBy: 'id' | 'index';
  /** True if the bodies of successes are omitted, except for GET and HEAD (RFC 7240 section 4.2). */
  readonly isMinimal: boolean;
  /** The honoured preferences, for Preference-Applied (RFC 7240 section 3). */
  readonly applied: readonly string[];
  /** Called with the counts of the answer once all of them are known. */
  readonly onSummary?: ((summary: Summary) => void) | undefined;
}

/** Checks whether an answer is sent while its operations run. */
export function isStreamed({ choice }: Pick<Exchange, 'choice'>): boolean {
  return choice.encoder.order === 'completion';
}
