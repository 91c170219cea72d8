import { announcedLength } from '../decode/announced-length.js';
import { answerProblem } from '../encode/answer-problem.js';
import { chooseAnswer } from '../formats/choose-answer.js';
import { chooseDecoder } from '../formats/choose-decoder.js';
import type { AnswerChoice } from '../formats/format-index.js';
import { notAcceptable } from '../formats/negotiate.js';
import type { EnvelopeResponse } from '../http/envelope.js';
import { BULK_WORDS } from '../operation/run-words.js';
import { Capacity } from '../run/capacity.js';
import { holdUntilSent } from '../run/hold-until-sent.js';
import { RequestLoad } from '../run/request-load.js';
import { answerLines } from './answer-lines.js';
import { answerList } from './answer-list.js';
import type { BulkOptions } from './bulk-options.js';
import type { CompileSchema } from './compile-with.js';
import type { ItemSchema } from './item-schema.js';
import { type BulkRequest, prepareBulk } from './prepare-bulk.js';
import { resolveBulkOptions } from './resolve-bulk-options.js';
import { withErrorContext } from './with-error-context.js';

/** Returns the answer to one request to a bulk endpoint. Never rejects. */
export type BulkHandler<Extra extends object> = (request: BulkRequest<Extra>) => Promise<EnvelopeResponse>;

/**
 * Creates the handler of a bulk endpoint. It does not depend on a web framework.
 *
 * `compileSchema` compiles a JSON Schema in the option `item`, unless the option `ajv` does; `@multistatus/node` has one.
 *
 * @throws {TypeError} for an unknown option, a value of the wrong kind, options that exclude each other, or a JSON Schema
 * that nothing compiles. Errors of Ajv pass through if a schema does not compile.
 * @throws {RangeError} for a limit out of its range.
 */
export function createBulkHandler<Item, Extra extends object, Tx>(
  bulkOptions: BulkOptions<Item, Extra, ItemSchema<Item>, Tx>,
  compileSchema?: CompileSchema,
): BulkHandler<Extra> {
  const resolved = resolveBulkOptions(bulkOptions as BulkOptions<Item, Extra>, compileSchema);
  const { formats, defaultFormat } = resolved.shared;
  const capacity = new Capacity(resolved.limits);
  return async (request) => {
    const { envelope, extra } = request;
    const options = withErrorContext(resolved, extra);
    const load = new RequestLoad(capacity, envelope.signal);
    const { sendTimeoutMs } = options.limits;
    let choice: AnswerChoice | undefined;
    try {
      choice = chooseAnswer(envelope.headers, formats, defaultFormat);
      const { decoder } = chooseDecoder(envelope, formats.items);
      load.check(
        decoder.kind === 'stream' ? 0 : announcedLength(envelope.headers, options.limits.maxBodyBytes),
      );
      if (choice === undefined) throw notAcceptable(formats);
      const bulk = prepareBulk(request, options, { choice, decoder, load });
      const answer =
        decoder.kind === 'stream' && !options.needsWholeList
          ? await answerLines(bulk, decoder)
          : await answerList(bulk, decoder);
      return holdUntilSent(answer, envelope, { load, sendTimeoutMs });
    } catch (error) {
      load.release();
      const answer = await answerProblem(error, envelope, {
        choice,
        formats,
        applied: [],
        onError: (failure) => options.shared.onError(failure, {}),
        words: BULK_WORDS,
      });
      return { ...answer, sendTimeoutMs };
    }
  };
}
