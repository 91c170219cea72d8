import type { ConformanceCase } from '../case.js';
import { answerCases } from './answers.js';
import { requestAttackCases } from './attacks-by-request.js';
import { runAttackCases } from './attacks-by-run.js';
import { basePathCases } from './base-path.js';
import { bigAnswerCases } from './big-answers.js';
import { brokenTransactionCases } from './broken-transactions.js';
import { clientAbortCases } from './client-abort.js';
import { cookieCases } from './cookies.js';
import { dependencyCases } from './dependencies.js';
import { endpointCases } from './endpoint.js';
import { envelopeCases } from './envelope.js';
import { envelopeSignalCases } from './envelope-signals.js';
import { faultCases } from './faults.js';
import { graphCases } from './graph.js';
import { groupCases } from './groups.js';
import { idempotencyKeyCases } from './idempotency-keys.js';
import { identityHeaderCases } from './identity-headers.js';
import { idCases } from './ids.js';
import { inheritedHeaderCases } from './inherited-headers.js';
import { invalidLineCases } from './invalid-lines.js';
import { journalCases } from './journal.js';
import { journalFaultCases } from './journal-faults.js';
import { jsonDocumentCases } from './json-document.js';
import { knownRollbackCases } from './known-rollbacks.js';
import { laterCases } from './later.js';
import { limitCases } from './limits.js';
import { lineCases } from './lines.js';
import { malformedJsonCases } from './malformed-json.js';
import { mediaTypeCases } from './media-type.js';
import { messageCases } from './messages.js';
import { negotiationCases } from './negotiation.js';
import { notSupportedCases } from './not-supported.js';
import { odataJsonCases } from './odata-json.js';
import { odataJsonRefusalCases } from './odata-json-refusals.js';
import { odataMultipartCases } from './odata-multipart.js';
import { odataMultipartAnswerCases } from './odata-multipart-answers.js';
import { operationHeaderCases } from './operation-headers.js';
import { operationStructureCases } from './operation-structure.js';
import { orderOfDecisionCases } from './order-of-decision.js';
import { overLimitCases } from './over-limits.js';
import { policyCases } from './policy.js';
import { preferenceCases } from './preferences.js';
import { queryCases } from './query.js';
import { referenceRefusalCases } from './reference-refusals.js';
import { referenceValueCases } from './reference-values.js';
import { referenceCases } from './references.js';
import { reportCases } from './reports.js';
import { requestBodyCases } from './request-bodies.js';
import { respondAsyncCases } from './respond-async.js';
import { responseBodyCases } from './response-bodies.js';
import { rootCases } from './root.js';
import { stopCases } from './stop.js';
import { structureCases } from './structure.js';
import { timingCases } from './timing.js';
import { timingsCases } from './timings.js';
import { trailerCases } from './trailers.js';
import { urlCases } from './urls.js';
import { xmlDocumentCases } from './xml-document.js';

/** Every case, in the order of a batch's life: the endpoint, refusals, the form of the answer, what ran. */
export const conformanceCases: readonly ConformanceCase[] = [
  ...endpointCases,
  ...queryCases,
  ...mediaTypeCases,
  ...malformedJsonCases,
  ...lineCases,
  ...invalidLineCases,
  ...limitCases,
  ...overLimitCases,
  ...bigAnswerCases,
  ...structureCases,
  ...operationStructureCases,
  ...idCases,
  ...notSupportedCases,
  ...referenceRefusalCases,
  ...urlCases,
  ...operationHeaderCases,
  ...identityHeaderCases,
  ...orderOfDecisionCases,
  ...messageCases,
  ...negotiationCases,
  ...envelopeCases,
  ...envelopeSignalCases,
  ...idempotencyKeyCases,
  ...journalCases,
  ...journalFaultCases,
  ...laterCases,
  ...respondAsyncCases,
  ...preferenceCases,
  ...jsonDocumentCases,
  ...xmlDocumentCases,
  ...responseBodyCases,
  ...requestBodyCases,
  ...answerCases,
  ...reportCases,
  ...trailerCases,
  ...dependencyCases,
  ...referenceCases,
  ...referenceValueCases,
  ...groupCases,
  ...brokenTransactionCases,
  ...knownRollbackCases,
  ...stopCases,
  ...faultCases,
  ...timingCases,
  ...timingsCases,
  ...clientAbortCases,
  ...cookieCases,
  ...inheritedHeaderCases,
  ...policyCases,
  ...basePathCases,
  ...rootCases,
  ...odataMultipartCases,
  ...odataMultipartAnswerCases,
  ...odataJsonCases,
  ...odataJsonRefusalCases,
  ...graphCases,
  ...requestAttackCases,
  ...runAttackCases,
];
