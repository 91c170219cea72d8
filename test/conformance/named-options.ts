import {
  type BatchOptions,
  type Format,
  GroupRolledBackError,
  type Operation,
  type Transaction,
} from '@multistatus/core';
import type { NodeHandler } from '@multistatus/inject';
import { graph, odata } from '@multistatus/odata';
import { asyncOf } from './async-options.js';
import type { HostOptions } from './case.js';
import { journalOf } from './journals.js';
import type { TargetLog } from './observe-target.js';

/** Must never be in a response: the text of foreign errors is not sent. */
const SECRET = 'secret-detail of an option';

/** Allows every operation, refuses `/admin` and everything under it (at once or later), throws, or never settles. */
export type AllowName = 'all' | 'not-admin' | 'not-admin-later' | 'throws' | 'never-answers';

/**
 * `keeps` works: it begins, runs, commits or rolls back. The others each break one thing: they do not
 * begin, do not commit, reject with an error of their own, resolve after the rejection, do not run, run twice, do not
 * wait for the operations, reject before they ended, never begin, begin when the batch is over, or never commit.
 * `is-refused` and `conflicts` roll back in any case, and know it; after a conflict the group may be sent again.
 */
export type TransactionName =
  | 'keeps'
  | 'cannot-begin'
  | 'cannot-commit'
  | 'rejects-with-own'
  | 'swallows'
  | 'does-not-run'
  | 'runs-twice'
  | 'does-not-wait'
  | 'rejects-early'
  | 'never-begins'
  | 'begins-too-late'
  | 'never-commits'
  | 'is-refused'
  | 'conflicts';

/** `odata-sequential` runs changesets without transactions. */
export type FormatName = 'odata' | 'odata-sequential' | 'graph';

/** Counts 404 as success; counts only 201 as success; throws. */
export type IsSuccessName = 'not-found' | 'created' | 'throws';

/** Returns the highest status of an operation; returns a status without a body; throws. */
export type StatusName = 'worst' | 'no-content' | 'throws';

/** Creates the options of `batch()` for a case, for all hosts. Every callback reports to `log`. */
export function toBatchOptions(options: HostOptions, log: TargetLog, target?: NodeHandler): BatchOptions {
  const { allow, transaction, isSuccess, status, journal: journalName, async, format, ...data } = options;
  const journal = journalName === undefined ? undefined : journalOf(journalName);
  return {
    ...data,
    ...(format === undefined ? {} : { formats: [FORMATS[format]] }),
    ...(allow === undefined ? {} : { allow: recordingAllow(allow, log) }),
    ...(transaction === undefined ? {} : { transaction: transactionOf(transaction, log) }),
    ...(isSuccess === undefined ? {} : { isSuccess: IS_SUCCESS[isSuccess] }),
    ...(status === undefined ? {} : { status: statusOf(status) }),
    ...(journal === undefined ? {} : { journal }),
    ...(async === undefined || journal === undefined
      ? {}
      : { async: asyncOf(async, { journal, target }) as never }),
    onOutcome: log.tell,
    onError: log.fail,
  };
}

function recordingAllow(name: AllowName, log: TargetLog): NonNullable<BatchOptions['allow']> {
  return (operation) => {
    const { method, url, headers } = operation;
    log.ask([method, url, ...Object.keys(headers)].join(' '));
    return ALLOW[name](operation);
  };
}

const FORMATS: Readonly<Record<FormatName, Format>> = {
  odata: odata(),
  'odata-sequential': odata({ changesets: 'sequential' }),
  graph: graph(),
};

const isNotAdmin = ({ url }: Operation): boolean => !/^\/admin\b/.test(url);

const ALLOW: Readonly<Record<AllowName, (operation: Operation) => boolean | Promise<boolean>>> = {
  all: () => true,
  'not-admin': isNotAdmin,
  'not-admin-later': async (operation) => {
    await Promise.resolve();
    return isNotAdmin(operation);
  },
  throws: () => {
    throw new Error(SECRET);
  },
  'never-answers': () => new Promise(() => {}),
};

const IS_SUCCESS: Readonly<Record<IsSuccessName, NonNullable<BatchOptions['isSuccess']>>> = {
  'not-found': (_operation, { status }) => (status === 404 ? true : undefined),
  created: (_operation, { status }) => status === 201,
  throws: () => {
    throw new Error(SECRET);
  },
};

function statusOf(name: NonNullable<HostOptions['status']>): NonNullable<BatchOptions['status']> {
  switch (name) {
    case 'multi-status':
    case 'ok-or-multi-status':
      return name;
    case 'worst':
      return (outcomes) => Math.max(...outcomes.map(({ status }) => status));
    case 'no-content':
      return () => 204;
    case 'throws':
      return () => {
        throw new Error(SECRET);
      };
  }
}

function transactionOf(name: TransactionName, log: TargetLog): Transaction {
  return async (group, run) => {
    const own = new Error(SECRET);
    if (name === 'never-begins') await new Promise(() => {});
    if (name === 'cannot-begin') throw own;
    if (name === 'does-not-run') return;
    if (name === 'begins-too-late') {
      await new Promise((resolve) => group.signal.addEventListener('abort', resolve));
    }
    log.transact(`begin ${group.name}`);
    const running = run({ of: group.name });
    if (name === 'does-not-wait' || name === 'rejects-early') {
      running.catch(() => undefined);
      if (name === 'rejects-early') throw own;
      return;
    }
    if (name === 'is-refused' || name === 'conflicts') {
      const cause = await running.then(
        () => own,
        (error: unknown) => (name === 'conflicts' ? own : error),
      );
      log.transact(`rollback ${group.name}`);
      throw new GroupRolledBackError(SECRET, { cause, isTransient: name === 'conflicts' });
    }
    try {
      await running;
      if (name === 'runs-twice') await run({ of: group.name });
    } catch (error) {
      log.transact(`rollback ${group.name}`);
      if (name === 'swallows') return;
      throw name === 'rejects-with-own' ? own : error;
    }
    if (name === 'cannot-commit') throw own;
    if (name === 'never-commits') await new Promise(() => {});
    log.transact(`commit ${group.name}`);
  };
}
