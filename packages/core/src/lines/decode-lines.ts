import type { BatchStreamDecoder, StreamDecodeContext } from '../formats/batch-stream-decoder.js';
import { bytesOf, type ReceivedBody } from '../formats/received-body.js';
import type { Limits } from '../options/resolve-limits.js';
import { limitExceeded } from '../problem/batch-problem.js';
import { type PointTo, toPointer } from '../problem/issue.js';
import type { ValidBatch } from '../validate/validate-batch.js';
import { emptyBatch } from './empty-batch.js';
import type { Line } from './line.js';
import { planLines } from './plan-lines.js';
import { LineReader, type LineRules } from './read-line.js';

/**
 * Returns a batch of lines that has arrived completely. Lines that are not valid are refused; the others run.
 *
 * @throws {BatchProblem} if it has no lines, or exceeds `maxBodyBytes` or `maxOperations`; `body-already-consumed`.
 */
export async function decodeLines(
  body: ReceivedBody,
  decoder: BatchStreamDecoder,
  {
    context,
    limits,
    rules,
  }: {
    readonly context: StreamDecodeContext;
    readonly limits: Limits;
    readonly rules: Omit<LineRules, 'ownerOf'>;
  },
): Promise<ValidBatch> {
  const { maxOperations: max } = limits;
  const owners = new Map<string, 'operation' | 'group'>();
  const reader = new LineReader({ ...rules, ownerOf: (name) => owners.get(name) });
  const lines: Line[] = [];
  for await (const sent of decoder.decode(onePiece(bytesOf(body)), context)) {
    if (lines.length >= max)
      throw limitExceeded({ limit: 'maxOperations', max, actual: max + 1, unit: 'operations' });
    const line = reader.read(sent, lines.length);
    const { id, atomicityGroup } = line.operation;
    if (line.hasId) owners.set(id, 'operation');
    if (atomicityGroup !== undefined) owners.set(atomicityGroup, 'group');
    lines.push(line);
  }
  if (lines.length === 0) throw emptyBatch();
  const settings = { execution: undefined, onError: undefined, stopAfter: undefined, applied: undefined };
  const pointTo: PointTo = (index, ...tokens) => ({
    pointer: toPointer(...tokens),
    line: lines[index]?.number ?? 0,
  });
  return { ...planLines(lines, { limits }), ...settings, pointTo };
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
