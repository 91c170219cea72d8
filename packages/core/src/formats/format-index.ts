import type { AnswerEncoder } from './answer-encoder.js';
import type { BatchDecoder } from './batch-decoder.js';
import type { BatchStreamDecoder } from './batch-stream-decoder.js';
import type { Format } from './format.js';
import type { ItemDecoder } from './item-decoder.js';

/** A media type that answers can be written in. */
export interface AnswerChoice {
  readonly mediaType: string;
  readonly format: Format;
  readonly encoder: AnswerEncoder;
}

/** What reads a media type. */
interface DecoderChoice<Decoder> {
  readonly format: Format;
  readonly decoder: Decoder;
}

/** The formats of an endpoint, by media type and by name. */
export class FormatIndex {
  readonly formats: readonly Format[];
  /** Every media type that can be written: in the order of the formats, then in the order of preference of each format. */
  readonly answers: readonly AnswerChoice[];
  /** What reads batches, by media type. */
  readonly batches: ReadonlyMap<string, DecoderChoice<BatchDecoder | BatchStreamDecoder>>;
  /** What reads lists, by media type. */
  readonly items: ReadonlyMap<string, DecoderChoice<ItemDecoder>>;
  readonly answerTypes: readonly string[];
  readonly batchTypes: readonly string[];
  readonly itemTypes: readonly string[];

  constructor(formats: readonly Format[]) {
    this.formats = formats;
    this.answers = formats.flatMap((format) => {
      const { answer: encoder } = format;
      return encoder === undefined
        ? []
        : encoder.mediaTypes.map((mediaType) => ({ mediaType, format, encoder }));
    });
    this.batches = byMediaType<BatchDecoder | BatchStreamDecoder>(formats, ({ batch, batchStream }) => [
      batch,
      batchStream,
    ]);
    this.items = byMediaType(formats, ({ items }) => [items]);
    this.answerTypes = [...new Set(this.answers.map(({ mediaType }) => mediaType))];
    this.batchTypes = [...this.batches.keys()];
    this.itemTypes = [...this.items.keys()];
  }

  /** Returns the format with this name, or `undefined` if there is none. */
  named(name: string): Format | undefined {
    return this.formats.find((format) => format.name === name);
  }

  /** Returns what writes answers of this media type; `undefined` if nothing does. */
  answerIn(mediaType: string): AnswerChoice | undefined {
    return this.answers.find((choice) => choice.mediaType === mediaType);
  }
}

function byMediaType<Decoder extends { readonly mediaTypes: readonly string[] }>(
  formats: readonly Format[],
  decodersOf: (format: Format) => readonly (Decoder | undefined)[],
): ReadonlyMap<string, DecoderChoice<Decoder>> {
  const byType = new Map<string, DecoderChoice<Decoder>>();
  for (const format of formats) {
    for (const decoder of decodersOf(format)) {
      for (const mediaType of decoder?.mediaTypes ?? []) {
        if (decoder !== undefined && !byType.has(mediaType)) byType.set(mediaType, { format, decoder });
      }
    }
  }
  return byType;
}
