import type { ResolvedOptions } from '../options/resolve-options.js';
import { type DocumentSubject, documentContent } from './document-content.js';
import { replayedHeader } from './idempotency-key.js';
import type { OpenApiVersion } from './media-type-content.js';
import type { OpenApiResponse } from './path-item.js';
import { NEGOTIATED_HEADERS, RETRY_AFTER } from './response-headers.js';

/** Describes the document for every status that it is sent with: 207, and others if the option `status` allows them. */
export function documentResponses(
  { status, formats, journal }: Pick<ResolvedOptions, 'status' | 'formats' | 'journal'>,
  subject: DocumentSubject,
  version?: OpenApiVersion,
): Record<string, OpenApiResponse> {
  const describe = (description: string): OpenApiResponse => ({
    description,
    headers: { ...NEGOTIATED_HEADERS, 'Retry-After': RETRY_AFTER, ...replayedHeader({ journal }) },
    content: documentContent(formats, subject, version),
  });
  const responses = {
    '207': describe(
      'The outcome of each. A 207 alone does not mean success: `summary` counts the failures. ' +
        `Without a preference in Accept the answer is in ${subject.defaultFormat}.`,
    ),
  };
  if (status === 'multi-status') return responses;
  if (status === 'ok-or-multi-status') {
    return { '200': describe('All succeeded. The same document as for 207.'), ...responses };
  }
  return {
    ...responses,
    default: describe('The same document as for 207, with a status that this API chooses.'),
  };
}
