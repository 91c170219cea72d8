import type { DecodeContext } from '@multistatus/core';

/** The header fields of the batch request, by lower-case name. */
export type EnvelopeFields = DecodeContext['headers'];
