import type { ResolvedOptions } from '../options/resolve-options.js';
import { type DocumentSubject, documentContent } from './document-content.js';
import type { OpenApiResponse } from './path-item.js';
import { NEGOTIATED_HEADERS, RETRY_AFTER } from './response-headers.js';

/** Describes the document under every status that it is answered with: 207, and what `status` has beside it. */
export function documentResponses(
  { status }: Pick<ResolvedOptions, 'status'>,
  subject: DocumentSubject,
): Record<string, OpenApiResponse> {
  const describe = (description: string): OpenApiResponse => ({
    description,
    headers: { ...NEGOTIATED_HEADERS, 'Retry-After': RETRY_AFTER },
    content: documentContent(subject),
  });
  const responses = {
    '207': describe(
      'What became of each. This is not success: `summary` counts what failed. ' +
        `Without a preference in Accept the answer is in ${subject.defaultFormat}.`,
    ),
  };
  if (status === 'multi-status') return responses;
  if (status === 'ok-or-multi-status') {
    return { '200': describe('All succeeded: the document of a 207.'), ...responses };
  }
  return { ...responses, default: describe('The document of a 207, with a status that this API gives it.') };
}
