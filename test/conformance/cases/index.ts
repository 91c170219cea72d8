import type { ConformanceCase } from '../case.js';
import { answerCases } from './answers.js';
import { clientAbortCases } from './client-abort.js';
import { cookieCases } from './cookies.js';
import { endpointCases } from './endpoint.js';
import { envelopeCases } from './envelope.js';
import { faultCases } from './faults.js';
import { idCases } from './ids.js';
import { inheritedHeaderCases } from './inherited-headers.js';
import { jsonDocumentCases } from './json-document.js';
import { limitCases } from './limits.js';
import { malformedJsonCases } from './malformed-json.js';
import { mediaTypeCases } from './media-type.js';
import { negotiationCases } from './negotiation.js';
import { notSupportedCases } from './not-supported.js';
import { operationHeaderCases } from './operation-headers.js';
import { operationStructureCases } from './operation-structure.js';
import { orderOfDecisionCases } from './order-of-decision.js';
import { requestBodyCases } from './request-bodies.js';
import { responseBodyCases } from './response-bodies.js';
import { structureCases } from './structure.js';
import { timingCases } from './timing.js';
import { urlCases } from './urls.js';
import { xmlDocumentCases } from './xml-document.js';

/** Every case, in the order of a batch's life: the endpoint, refusals, the form of the answer, what ran. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...endpointCases,
  ...mediaTypeCases,
  ...malformedJsonCases,
  ...limitCases,
  ...structureCases,
  ...operationStructureCases,
  ...idCases,
  ...notSupportedCases,
  ...urlCases,
  ...operationHeaderCases,
  ...orderOfDecisionCases,
  ...negotiationCases,
  ...envelopeCases,
  ...jsonDocumentCases,
  ...xmlDocumentCases,
  ...responseBodyCases,
  ...requestBodyCases,
  ...answerCases,
  ...faultCases,
  ...timingCases,
  ...clientAbortCases,
  ...cookieCases,
  ...inheritedHeaderCases,
];
