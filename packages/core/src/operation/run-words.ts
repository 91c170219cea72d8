/** What the parts of a run are called in problems and errors. */
export interface RunWords {
  readonly operation: 'operation' | 'item';
  /** What answers one operation. */
  readonly target: 'target' | 'handler';
  /** The request that runs. */
  readonly run: 'batch' | 'request';
  /** Operations that share a transaction. */
  readonly group: 'group' | 'list';
}

/** The words for a batch and its operations. */
export const BATCH_WORDS: RunWords = {
  operation: 'operation',
  target: 'target',
  run: 'batch',
  group: 'group',
};

/** The words for a list and its items. */
export const BULK_WORDS: RunWords = { operation: 'item', target: 'handler', run: 'request', group: 'list' };
