import type { Document, Exchange } from './send-until-final.js';

/** What a batch came to, as answers and effects say it together. */
export interface Audit {
  readonly operations: number;
  /** Operations that took effect, and those that did so more than once. */
  readonly effects: number;
  readonly doubled: number;
  readonly succeeded: number;
  readonly notRun: number;
  readonly unknown: number;
  /** Operations whose effect is unknown to the client, and that took effect. */
  readonly unknownWithEffect: number;
  readonly contradictions: readonly string[];
}

/** Compares the final answer to a batch with the effects of its operations, `<key>/<index>`. */
export function auditExchange(
  { key, operations }: { readonly key: string; readonly operations: number },
  final: Document,
  effects: ReadonlyMap<string, number>,
): Audit {
  const contradictions: string[] = [];
  const audit = {
    effects: effects.size,
    doubled: 0,
    succeeded: 0,
    notRun: 0,
    unknown: 0,
    unknownWithEffect: 0,
  };
  for (const times of effects.values()) if (times > 1) audit.doubled += 1;
  const indexes = new Set<string>();
  for (const { id, status, body } of final.responses) {
    const times = effects.get(`${key}/${id}`) ?? 0;
    const found = `${id} was answered ${status} ${body?.executed ?? ''} and took effect ${times} times`;
    if (indexes.has(id)) contradictions.push(`${id} was answered twice`);
    indexes.add(id);
    if (status < 300) {
      audit.succeeded += 1;
      if (times !== 1) contradictions.push(found);
    } else if (body?.executed === false) {
      audit.notRun += 1;
      if (times !== 0) contradictions.push(found);
    } else if (body?.executed === 'unknown') {
      audit.unknown += 1;
      audit.unknownWithEffect += times;
    } else contradictions.push(found);
  }
  if (indexes.size !== operations)
    contradictions.push(`${indexes.size} of ${operations} operations have outcomes`);
  return { operations, ...audit, contradictions };
}

/** Adds up what several audits have counted. */
export function sumOf(audits: readonly Audit[]): Audit {
  const sum = (name: Exclude<keyof Audit, 'contradictions'>): number =>
    audits.reduce((total, audit) => total + audit[name], 0);
  return {
    operations: sum('operations'),
    effects: sum('effects'),
    doubled: sum('doubled'),
    succeeded: sum('succeeded'),
    notRun: sum('notRun'),
    unknown: sum('unknown'),
    unknownWithEffect: sum('unknownWithEffect'),
    contradictions: audits.flatMap(({ contradictions }) => contradictions),
  };
}

/** Adds up what clients went through. */
export function sumOfExchanges(exchanges: readonly Exchange[]): Omit<Exchange, 'final'> {
  const sum = (name: Exclude<keyof Exchange, 'final'>): number =>
    exchanges.reduce((total, exchange) => total + exchange[name], 0);
  return {
    lost: sum('lost'),
    inProgress: sum('inProgress'),
    unavailable: sum('unavailable'),
    incomplete: sum('incomplete'),
  };
}
