import { FAULTS, type Fault } from './faulty-calls.js';

const without = (...rare: readonly Fault[]): readonly Fault[] =>
  FAULTS.filter((fault) => !rare.includes(fault));

/**
 * What has to happen in some world, or a rule could be broken unseen: each fault of each call of the store, by the state in which the
 * call finds its entry; and what else comes from outside.
 */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  'COMMIT, shared': ['answer lost', 'killed after', 'killed before', 'not committed', 'refused'],
  'begin, absent': without('applied late'),
  'begin, begun': ['applied late', 'fails after', 'pause before', 'twice at once', 'twice later'],
  'begin, expired': ['crash before', 'fails before', 'store down', 'twice later'],
  'begin, finished': FAULTS,
  'begin, lease over': FAULTS,
  'begin, resumed': [
    'applied late',
    'fails before',
    'pause after',
    'pause before',
    'twice at once',
    'twice later',
  ],
  'begin, taken over': FAULTS,
  final: [
    'answered',
    'commit-failed',
    'failed-dependency',
    'internal',
    'interrupted',
    'operation-timeout',
    'rolled-back',
    'stopped',
  ],
  'handler, DELETE': [
    'fails after its effect',
    'fails without effect',
    'never answers',
    'refuses',
    'succeeds',
    'succeeds slowly',
    'throws',
    'throws after its effect',
  ],
  'handler, GET': [
    'fails after its effect',
    'fails without effect',
    'never answers',
    'refuses',
    'succeeds',
    'succeeds slowly',
    'throws',
    'throws after its effect',
  ],
  'handler, POST': [
    'fails after its effect',
    'fails without effect',
    'never answers',
    'refuses',
    'succeeds',
    'succeeds slowly',
    'throws',
    'throws after its effect',
  ],
  'handler, PUT': [
    'fails after its effect',
    'fails without effect',
    'never answers',
    'refuses',
    'succeeds',
    'succeeds slowly',
    'throws',
    'throws after its effect',
  ],
  'read, finished': without('store down'),
  'read, lease over': ['applied late', 'pause before', 'twice later'],
  'read, resumed': without('applied late', 'pause before', 'store down'),
  'sweep, any': FAULTS,
  'transaction write, begun': [
    'answer lost',
    'answers late',
    'crash after',
    'crash before',
    'fails after',
    'fails before',
    'pause before',
    'store down',
  ],
  'transaction write, lease over': ['pause before'],
  'transaction write, resumed': [
    'answer lost',
    'answers late',
    'crash after',
    'crash before',
    'fails after',
    'fails before',
    'pause after',
  ],
  'write, begun': FAULTS,
  'write, finished': [
    'answer lost',
    'applied late',
    'pause before',
    'store down',
    'twice at once',
    'twice later',
  ],
  'write, lease over': without('crash after', 'pause after'),
  'write, resumed': FAULTS,
  'write, taken over': ['applied late', 'pause before', 'store down', 'twice later'],
};

export const REQUIRED_EVENTS: readonly string[] = Object.entries(REQUIRED).flatMap(([place, events]) =>
  events.map((event) => `${place}: ${event}`),
);
